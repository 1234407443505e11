package dev.portside.kyma;

import dev.portside.kyma.model.PathTrie;
import dev.portside.kyma.operator.HostCheck;
import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A Service's exposure through Kyma's gateway. It becomes one {@code gateway.kyma-project.io
 * APIRule} a host, in the newest version that the platform accepts unless one is named.
 *
 * <pre>{@code
 * KymaApiRule.exposing(nodeapp).host("nodeapp").get("/*").build();
 * }</pre>
 *
 * <p>Source of fields and patterns: kyma-project/api-gateway 3.10.0,
 * config/crd/bases/gateway.kyma-project.io_apirules.yaml.
 */
@Value.Immutable
public abstract class KymaApiRule implements Part {

  KymaApiRule() {}

  /** Returns a builder of a rule for a Service: its name, namespace and port are the target's. */
  public static Builder exposing(ServiceTarget target) {
    return new Builder(target);
  }

  /** Returns the rule's name; the Service's by default. */
  public abstract String name();

  /** Returns whom it exposes. */
  public abstract ServiceTarget target();

  /** Returns the first host: a name of the gateway's domain, or a full one. */
  public final String host() {
    return hosts().get(0);
  }

  /** Returns the hosts. Each has an APIRule of its own, since an APIRule has one host. */
  public abstract List<String> hosts();

  /** Returns the Gateway as {@code namespace/name}; the platform's default where none is set. */
  public abstract Optional<String> gateway();

  /** Returns the ExternalGateway as {@code namespace/name}, which takes a Gateway's place. */
  public abstract Optional<String> externalGateway();

  /** Returns the version it is pinned to. */
  public abstract Optional<ApiRuleVersion> version();

  /** Returns the labels of the rule. */
  public abstract Map<String, String> labels();

  /** Returns the annotations of the rule. */
  public abstract Map<String, String> annotations();

  /** Returns which origins' pages may call it. */
  public abstract Optional<ApiRuleCors> cors();

  abstract Optional<Long> timeout();

  abstract boolean external();

  abstract List<ApiRuleRoute> routes();

  @Override
  public final List<Resource> resources(Context context) {
    return new ApiRuleSpelling(this, context).resources();
  }

  @Override
  public final String toString() {
    return "KymaApiRule " + name();
  }

  /** Collects a rule. A wrong value fails at its call. */
  public static final class Builder {

    private static final long LONGEST_TIMEOUT = 3900;
    private static final String KYMA = ApiRuleVersion.GROUP + "/";

    private final ImmutableKymaApiRule.Builder values = ImmutableKymaApiRule.builder();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final List<ApiRuleRoute> routes = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();
    private String name;
    private boolean inside;
    private boolean outside;

    private Builder(ServiceTarget target) {
      target.servicePort();
      values.target(target).external(false);
      name = target.serviceName();
    }

    /** Sets the rule's name; the Service's by default. */
    public Builder name(String name) {
      this.name = Names.label("APIRule name", name);
      return this;
    }

    /**
     * Adds a host: a label under the gateway's domain, a full name, or {@code *.} and one. Every
     * host after the first has an APIRule of its own, named {@code <name>-2} and so on.
     */
    public Builder host(String host) {
      hosts.add(ApiRuleValues.host(host));
      return this;
    }

    /** Sets the Gateway as {@code namespace/name}; the platform's default where none is set. */
    public Builder gateway(String gateway) {
      values.gateway(ApiRuleValues.gateway("gateway", gateway));
      inside = true;
      return this;
    }

    /** Sets the ExternalGateway as {@code namespace/name}, which takes a Gateway's place. */
    public Builder externalGateway(String gateway) {
      values.externalGateway(ApiRuleValues.gateway("externalGateway", gateway));
      outside = true;
      return this;
    }

    /** Pins the version; by default it is the newest that the platform accepts. */
    public Builder version(ApiRuleVersion version) {
      values.version(version);
      return this;
    }

    /** Sets a label of the rule. */
    public Builder label(String key, String value) {
      labels.put(Names.text("label", key), value);
      return this;
    }

    /**
     * Sets an annotation of the rule.
     *
     * @throws IllegalArgumentException if it is one that Kyma itself writes
     */
    public Builder annotation(String key, String value) {
      if (key.startsWith(KYMA)) {
        throw new IllegalArgumentException(
            "annotation \"%s\": is Kyma's own, and it reads there what a rule was".formatted(key));
      }
      values.putAnnotations(Names.text("annotation", key), value);
      return this;
    }

    /** Sets which origins' pages may call it. */
    public Builder cors(ApiRuleCors cors) {
      values.cors(cors);
      return this;
    }

    /** Sets the timeout of all rules: whole seconds, 1 to 3900; Kyma's is 180 seconds. */
    public Builder timeout(Duration timeout) {
      values.timeout(ApiRuleValues.seconds("timeout", timeout, LONGEST_TIMEOUT));
      return this;
    }

    /** Says that the Service is outside the cluster; no code of Kyma's reads it. */
    public Builder externalService() {
      values.external(true);
      return this;
    }

    /** Lets GET through at a path, to everyone. */
    public Builder get(String path) {
      return rule(path, "GET");
    }

    /** Lets POST through at a path, to everyone. */
    public Builder post(String path) {
      return rule(path, "POST");
    }

    /**
     * Lets methods through at a path, to everyone.
     *
     * @param path a literal path, with {@code {*}} for one segment and {@code {**}} for any number,
     *     or {@code /*} for all paths
     * @param methods HTTP methods in capitals
     */
    public Builder rule(String path, String... methods) {
      return rule(ApiRuleRoute.at(path).methods(methods).build());
    }

    /** Adds a rule; the first that fits a request answers it. */
    public Builder rule(ApiRuleRoute route) {
      routes.add(route);
      return this;
    }

    /**
     * Returns the rule.
     *
     * @throws IllegalStateException if host or paths are missing, or contradict one another, naming
     *     all that does
     */
    public KymaApiRule build() {
      List<String> wrong = new ArrayList<>();
      if (hosts.isEmpty()) {
        wrong.add("no host; call host(\"" + name + "\")");
      }
      if (routes.isEmpty()) {
        wrong.add("no path; call get(\"/*\")");
      }
      if (inside && outside) {
        wrong.add("gateway and externalGateway are both set; one must go");
      }
      if (outside && hosts.stream().anyMatch(HostCheck::isShort)) {
        wrong.add("a short host stands with externalGateway, over which Kyma breaks");
      }
      conflicts(wrong);
      if (!wrong.isEmpty()) {
        throw new IllegalStateException(
            "KymaApiRule %s: %s".formatted(name, String.join("; ", wrong)));
      }
      return values.name(name).hosts(hosts).labels(labels).routes(routes).build();
    }

    /** Asks of every path whether an earlier one takes its requests. */
    private void conflicts(List<String> wrong) {
      Map<String, PathTrie> tries = new HashMap<>();
      for (ApiRuleRoute route : routes) {
        for (String method : route.methods()) {
          if (tries.computeIfAbsent(method, m -> new PathTrie()).collides(route.path())) {
            wrong.add("an earlier rule takes %s %s".formatted(method, route.path()));
          }
        }
      }
    }
  }
}
