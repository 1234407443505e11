package dev.portside.istio;

import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import io.fabric8.istio.api.api.security.v1beta1.AuthorizationPolicyAction;
import io.fabric8.istio.api.security.v1.AuthorizationPolicyBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Who may call which pods: an AuthorizationPolicy for the set's namespace, or for some of its pods.
 *
 * <pre>{@code
 * IstioAuthorizationPolicy.allow("orders").selector("app", "orders")
 *     .rule(AuthorizationRule.any().serviceAccount("shop", "web").port(8080).method("GET"))
 *     .build();
 * }</pre>
 *
 * <p>Enforced only on what the pods' proxy captures: never on a port that is excluded inbound. On a
 * port that is not HTTP to the proxy, such as Dapr's 50002, conditions on methods, paths and hosts
 * make a DENY refuse everything, and an ALLOW allow nothing. Source: istio/api
 * security/v1beta1/authorization_policy.proto @1.31, and calls through a real data plane.
 */
public final class IstioAuthorizationPolicy implements Part {

  private static final String KIND = "AuthorizationPolicy";

  private final String name;
  private final Map<String, String> selector;
  private final AuthorizationPolicyAction action;
  private final List<AuthorizationRule> rules;
  private final List<Consumer<AuthorizationPolicyBuilder>> changes;

  private IstioAuthorizationPolicy(Builder said) {
    name = said.name;
    selector = IstioApi.copy(said.selector);
    action = said.action;
    rules = List.copyOf(said.rules);
    changes = List.copyOf(said.changes);
  }

  /** Returns a builder of a policy that refuses every call that none of its rules matches. */
  public static Builder allow(String name) {
    return new Builder(name, AuthorizationPolicyAction.ALLOW);
  }

  /** Returns a builder of a policy that refuses every call that one of its rules matches. */
  public static Builder deny(String name) {
    return new Builder(name, AuthorizationPolicyAction.DENY);
  }

  /** Returns a builder of a policy that refuses every call that no other policy allows. */
  public static Builder allowNothing(String name) {
    Builder builder = new Builder(name, AuthorizationPolicyAction.ALLOW);
    builder.matchesNothing = true;
    return builder;
  }

  /** Returns the policy's name. */
  public String name() {
    return name;
  }

  /** Returns the labels of the selected pods; empty for all pods of the namespace. */
  public Map<String, String> selector() {
    return selector;
  }

  @Override
  public List<Resource> resources(Context context) {
    AuthorizationPolicyBuilder policy = new AuthorizationPolicyBuilder();
    policy
        .withApiVersion(IstioApi.version(context, KIND, name))
        .withNewMetadata()
        .withName(name)
        .withNamespace(context.namespace())
        .endMetadata()
        .withNewSpec()
        .withAction(action)
        .withRules(rules.stream().map(AuthorizationRule::rule).toList())
        .endSpec();
    if (!selector.isEmpty()) {
      policy.editSpec().withNewSelector().withMatchLabels(selector).endSelector().endSpec();
    }
    changes.forEach(change -> change.accept(policy));
    return List.of(Resource.made(toString(), 0, policy.build(), context.namespace()));
  }

  @Override
  public String toString() {
    return "IstioAuthorizationPolicy " + name;
  }

  /** Collects a policy. A wrong value fails at its call. */
  public static final class Builder {

    private final String name;
    private final AuthorizationPolicyAction action;
    private final Map<String, String> selector = new LinkedHashMap<>();
    private final List<AuthorizationRule> rules = new ArrayList<>();
    private final List<Consumer<AuthorizationPolicyBuilder>> changes = new ArrayList<>();
    private boolean matchesNothing;

    private Builder(String name, AuthorizationPolicyAction action) {
      this.name = IstioApi.name(KIND, name);
      this.action = action;
    }

    /**
     * Adds a label of the selected pods; without any, the policy is for all pods of the namespace.
     */
    public Builder selector(String label, String value) {
      selector.put(Names.text("label", label), Objects.requireNonNull(value));
      return this;
    }

    /** Adds a rule; one without conditions matches everything. */
    public Builder rule(AuthorizationRule rule) {
      rules.add(Objects.requireNonNull(rule));
      return this;
    }

    /** Changes the resource with fabric8's builder, after everything else is set. */
    public Builder customized(Consumer<AuthorizationPolicyBuilder> change) {
      changes.add(Objects.requireNonNull(change));
      return this;
    }

    /**
     * Returns the policy.
     *
     * @throws IllegalStateException if it has no rule, or has one with {@link #allowNothing}
     */
    public IstioAuthorizationPolicy build() {
      if (rules.isEmpty() && !matchesNothing && changes.isEmpty()) {
        throw new IllegalStateException(
            "IstioAuthorizationPolicy %s: it has no rule, and so %s; call rule(…)%s"
                .formatted(
                    name,
                    action == AuthorizationPolicyAction.DENY
                        ? "never refuses anything"
                        : "refuses everything",
                    action == AuthorizationPolicyAction.DENY ? "" : " or allowNothing(name)"));
      }
      if (matchesNothing && !rules.isEmpty()) {
        throw new IllegalStateException(
            "IstioAuthorizationPolicy %s: allowNothing has no rules; use allow(name)"
                .formatted(name));
      }
      return new IstioAuthorizationPolicy(this);
    }
  }
}
