package dev.portside.kyma;

import dev.portside.kyma.model.PathTrie;
import dev.portside.kyma.operator.HostCheck;
import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceTarget;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A Service's exposure through Kyma's gateway. It becomes one {@code gateway.kyma-project.io
 * APIRule} per host, in the newest version that the platform accepts unless one is named.
 *
 * <pre>{@code
 * KymaApiRule.exposing(nodeapp).host("nodeapp").get("/*").build();
 * }</pre>
 *
 * <p>Source of fields and patterns: kyma-project/api-gateway 3.10.0,
 * config/crd/bases/gateway.kyma-project.io_apirules.yaml.
 */
public final class KymaApiRule implements Part {

  private final String name;
  private final ServiceTarget target;
  private final List<String> hosts;
  private final Optional<String> gateway;
  private final Optional<String> externalGateway;
  private final Optional<ApiRuleVersion> version;
  private final Map<String, String> labels;
  private final Map<String, String> annotations;
  private final Optional<ApiRuleCors> cors;
  final Optional<Long> timeout;
  final boolean external;
  final List<ApiRuleRoute> routes;
  final List<Consumer<GenericKubernetesResourceBuilder>> changes;

  private KymaApiRule(Builder said) {
    name = said.name;
    target = said.target;
    hosts = List.copyOf(said.hosts);
    gateway = said.gateway;
    externalGateway = said.externalGateway;
    version = said.version;
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(said.labels));
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(said.annotations));
    cors = said.cors;
    timeout = said.timeout;
    external = said.external;
    routes = List.copyOf(said.routes);
    changes = List.copyOf(said.changes);
  }

  /** Returns a builder of a rule for a Service: its name, namespace and port are the target's. */
  public static Builder exposing(ServiceTarget target) {
    return new Builder(target);
  }

  /** Returns the rule's name; the Service's by default. */
  public String name() {
    return name;
  }

  /** Returns what it exposes. */
  public ServiceTarget target() {
    return target;
  }

  /** Returns the first host: a label under the gateway's domain, or a full name. */
  public String host() {
    return hosts.get(0);
  }

  /** Returns the hosts. Each has an APIRule of its own, since an APIRule has one host. */
  public List<String> hosts() {
    return hosts;
  }

  /** Returns the Gateway as {@code namespace/name}; the platform's default where none is set. */
  public Optional<String> gateway() {
    return gateway;
  }

  /** Returns the ExternalGateway as {@code namespace/name}, which takes a Gateway's place. */
  public Optional<String> externalGateway() {
    return externalGateway;
  }

  /** Returns the version it is pinned to. */
  public Optional<ApiRuleVersion> version() {
    return version;
  }

  /** Returns the labels of the rule. */
  public Map<String, String> labels() {
    return labels;
  }

  /** Returns the annotations of the rule. */
  public Map<String, String> annotations() {
    return annotations;
  }

  /** Returns the origins whose pages may call it. */
  public Optional<ApiRuleCors> cors() {
    return cors;
  }

  @Override
  public List<Resource> resources(Context context) {
    return new ApiRuleSpelling(this, context).resources();
  }

  @Override
  public String toString() {
    return "KymaApiRule " + name;
  }

  /** Collects a rule. A wrong value fails at its call. */
  public static final class Builder {

    private static final long LONGEST_TIMEOUT = 3900;
    private static final String KYMA = ApiRuleVersion.GROUP + "/";

    private final ServiceTarget target;
    private final List<String> hosts = new ArrayList<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private final List<ApiRuleRoute> routes = new ArrayList<>();
    private final List<Consumer<GenericKubernetesResourceBuilder>> changes = new ArrayList<>();
    private String name;
    private Optional<String> gateway = Optional.empty();
    private Optional<String> externalGateway = Optional.empty();
    private Optional<ApiRuleVersion> version = Optional.empty();
    private Optional<ApiRuleCors> cors = Optional.empty();
    private Optional<Long> timeout = Optional.empty();
    private boolean external;

    private Builder(ServiceTarget target) {
      target.servicePort();
      this.target = target;
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
      this.gateway = Optional.of(ApiRuleValues.gateway("gateway", gateway));
      return this;
    }

    /** Sets the ExternalGateway as {@code namespace/name}, which takes a Gateway's place. */
    public Builder externalGateway(String gateway) {
      externalGateway = Optional.of(ApiRuleValues.gateway("externalGateway", gateway));
      return this;
    }

    /** Pins the version; by default it is the newest that the platform accepts. */
    public Builder version(ApiRuleVersion version) {
      this.version = Optional.of(version);
      return this;
    }

    /** Sets a label of the rule. */
    public Builder label(String key, String value) {
      labels.put(Names.text("label", key), Objects.requireNonNull(value));
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
            "annotation \"%s\": Kyma writes it itself, and reads from it what a rule was"
                .formatted(key));
      }
      annotations.put(Names.text("annotation", key), Objects.requireNonNull(value));
      return this;
    }

    /** Sets the origins whose pages may call it. */
    public Builder cors(ApiRuleCors cors) {
      this.cors = Optional.of(cors);
      return this;
    }

    /** Sets the timeout of all rules: whole seconds, 1 to 3900; Kyma's is 180 seconds. */
    public Builder timeout(Duration timeout) {
      this.timeout = Optional.of(ApiRuleValues.seconds("timeout", timeout, LONGEST_TIMEOUT));
      return this;
    }

    /** Says that the Service is outside the cluster; Kyma ignores it. */
    public Builder externalService() {
      external = true;
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
      return rule(ApiRuleRoute.of(path, methods));
    }

    /** Adds a rule; the first that matches a request answers it. */
    public Builder rule(ApiRuleRoute route) {
      routes.add(Objects.requireNonNull(route));
      return this;
    }

    /**
     * Changes the rule of each host with fabric8's builder, after everything else is set; it is
     * checked like any other.
     */
    public Builder customized(Consumer<GenericKubernetesResourceBuilder> change) {
      changes.add(Objects.requireNonNull(change));
      return this;
    }

    /**
     * Returns the rule.
     *
     * @throws IllegalStateException if host or paths are missing, or settings contradict each
     *     other, naming all that is wrong
     */
    public KymaApiRule build() {
      List<String> wrong = new ArrayList<>();
      if (hosts.isEmpty()) {
        wrong.add("no host; call host(\"" + name + "\")");
      }
      if (routes.isEmpty()) {
        wrong.add("no path; call get(\"/*\")");
      }
      if (gateway.isPresent() && externalGateway.isPresent()) {
        wrong.add("gateway and externalGateway are both set; remove one");
      }
      if (externalGateway.isPresent() && hosts.stream().anyMatch(HostCheck::isShort)) {
        wrong.add("a short host is combined with externalGateway, which breaks Kyma");
      }
      for (ApiRuleRoute route : routes) {
        List<String> own = new ArrayList<>();
        route.problems(own);
        own.forEach(problem -> wrong.add(route.path() + ": " + problem));
      }
      conflicts(wrong);
      if (!wrong.isEmpty()) {
        throw new IllegalStateException(
            "KymaApiRule %s: %s".formatted(name, String.join("; ", wrong)));
      }
      return new KymaApiRule(this);
    }

    /** Asks of every path whether an earlier one takes its requests. */
    private void conflicts(List<String> wrong) {
      Map<String, PathTrie> tries = new HashMap<>();
      for (ApiRuleRoute route : routes) {
        for (String method : route.methods()) {
          if (tries.computeIfAbsent(method, m -> new PathTrie()).collides(route.path())) {
            wrong.add("an earlier rule covers %s %s".formatted(method, route.path()));
          }
        }
      }
    }
  }
}
