package dev.portside.istio;

import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import io.fabric8.istio.api.api.security.v1beta1.AuthorizationPolicyAction;
import io.fabric8.istio.api.api.security.v1beta1.Operation;
import io.fabric8.istio.api.api.security.v1beta1.OperationBuilder;
import io.fabric8.istio.api.api.security.v1beta1.Rule;
import io.fabric8.istio.api.api.security.v1beta1.RuleBuilder;
import io.fabric8.istio.api.api.security.v1beta1.Source;
import io.fabric8.istio.api.api.security.v1beta1.SourceBuilder;
import io.fabric8.istio.api.security.v1.AuthorizationPolicyBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.immutables.value.Value;

/**
 * Who may call which pods: an AuthorizationPolicy of the set's namespace, or of some of its pods.
 *
 * <pre>{@code
 * IstioAuthorizationPolicy.allow("orders").selecting("app", "orders")
 *     .rule(rule -> rule.serviceAccount("shop", "web").port(8080).method("GET"))
 *     .build();
 * }</pre>
 *
 * <p>Enforced only on what the pods' proxy takes: never on a port that is excluded inbound. On a
 * port that carries no HTTP to the proxy, such as Dapr's 50002, conditions on methods, paths and
 * hosts make a DENY refuse everything, and an ALLOW allow nothing. Source: istio/api
 * security/v1beta1/authorization_policy.proto @1.31, and calls through a real data plane.
 */
@Value.Immutable
public abstract class IstioAuthorizationPolicy implements Part {

  private static final String KIND = "AuthorizationPolicy";

  IstioAuthorizationPolicy() {}

  /** Returns a builder of a policy that refuses what none of its rules matches. */
  public static Builder allow(String name) {
    return new Builder(name, AuthorizationPolicyAction.ALLOW);
  }

  /** Returns a builder of a policy that refuses what one of its rules matches. */
  public static Builder deny(String name) {
    return new Builder(name, AuthorizationPolicyAction.DENY);
  }

  /** Returns a builder of a policy that refuses everything that no other policy allows. */
  public static Builder allowNothing(String name) {
    Builder builder = new Builder(name, AuthorizationPolicyAction.ALLOW);
    builder.matchesNothing = true;
    return builder;
  }

  /** Returns the policy's name. */
  public abstract String name();

  /** Returns the labels that the pods carry; empty for all of the namespace. */
  public abstract Map<String, String> selector();

  abstract AuthorizationPolicyAction action();

  abstract List<Rule> rules();

  abstract List<Consumer<AuthorizationPolicyBuilder>> changes();

  @Override
  public final List<Resource> resources(Context context) {
    AuthorizationPolicyBuilder policy = new AuthorizationPolicyBuilder();
    policy
        .withApiVersion(IstioApi.version(context, KIND, name()))
        .withNewMetadata()
        .withName(name())
        .withNamespace(context.namespace())
        .endMetadata()
        .withNewSpec()
        .withAction(action())
        .withRules(rules())
        .endSpec();
    if (!selector().isEmpty()) {
      policy.editSpec().withNewSelector().withMatchLabels(selector()).endSelector().endSpec();
    }
    changes().forEach(change -> change.accept(policy));
    return List.of(Resource.made(toString(), 0, policy.build(), context.namespace()));
  }

  @Override
  public final String toString() {
    return "IstioAuthorizationPolicy " + name();
  }

  /** Collects one rule: it matches what matches in all respects that it names. */
  public static final class RuleOf {

    private final SourceBuilder source = new SourceBuilder();
    private final OperationBuilder operation = new OperationBuilder();

    private RuleOf() {}

    /**
     * Matches callers that run under a service account, by the name that their mTLS proves: only
     * calls that come as Istio's mTLS have one.
     */
    public RuleOf serviceAccount(String namespace, String name) {
      return principal(
          "cluster.local/ns/%s/sa/%s"
              .formatted(
                  Names.label("namespace", namespace), IstioApi.name("service account", name)));
    }

    /** Matches callers by principal, as {@code trust-domain/ns/namespace/sa/account}. */
    public RuleOf principal(String principal) {
      source.addToPrincipals(Names.text("principal", principal));
      return this;
    }

    /** Matches callers of a namespace, by the name that their mTLS proves. */
    public RuleOf namespace(String namespace) {
      source.addToNamespaces(Names.label("namespace", namespace));
      return this;
    }

    /** Matches calls to a port of the pod, not of its Service; 1 to 65535. */
    public RuleOf port(int port) {
      operation.addToPorts(Integer.toString(Names.port(KIND + " port", port)));
      return this;
    }

    /** Matches requests of an HTTP method. */
    public RuleOf method(String method) {
      operation.addToMethods(Names.text("method", method));
      return this;
    }

    /** Matches requests of a path; a {@code *} at its begin or end stands for anything. */
    public RuleOf path(String path) {
      operation.addToPaths(Names.text("path", path));
      return this;
    }

    private Rule build() {
      RuleBuilder rule = new RuleBuilder();
      Source from = source.build();
      Operation to = operation.build();
      if (!from.equals(new Source())) {
        rule.addNewFrom().withSource(from).endFrom();
      }
      if (!to.equals(new Operation())) {
        rule.addNewTo().withOperation(to).endTo();
      }
      return rule.build();
    }
  }

  /** Collects a policy. A wrong value fails at its call. */
  public static final class Builder {

    private final ImmutableIstioAuthorizationPolicy.Builder values =
        ImmutableIstioAuthorizationPolicy.builder();
    private final String name;
    private final AuthorizationPolicyAction action;
    private final Map<String, String> selector = new LinkedHashMap<>();
    private final List<Rule> rules = new ArrayList<>();
    private boolean matchesNothing;
    private boolean customized;

    private Builder(String name, AuthorizationPolicyAction action) {
      this.name = IstioApi.name(KIND, name);
      this.action = action;
    }

    /** Adds a label that the pods carry; without any, all pods of the namespace are meant. */
    public Builder selecting(String label, String value) {
      selector.put(Names.text("label", label), value);
      return this;
    }

    /** Adds a rule; one that names nothing matches everything. */
    public Builder rule(Consumer<RuleOf> rule) {
      RuleOf collected = new RuleOf();
      rule.accept(collected);
      rules.add(collected.build());
      return this;
    }

    /** Changes the resource by fabric8's builder, after everything else is in it. */
    public Builder customized(Consumer<AuthorizationPolicyBuilder> change) {
      values.addChanges(change);
      customized = true;
      return this;
    }

    /**
     * Returns the policy.
     *
     * @throws IllegalStateException if it has no rule, or one beside {@link #allowNothing}
     */
    public IstioAuthorizationPolicy build() {
      if (rules.isEmpty() && !matchesNothing && !customized) {
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
      return values.name(name).action(action).selector(selector).rules(rules).build();
    }
  }
}
