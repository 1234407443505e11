package dev.portside.kyma;

import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceTarget;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * A Service's exposure through Kyma's gateway. It becomes one {@code gateway.kyma-project.io
 * APIRule}, in the newest version that the platform accepts unless one is named.
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

  /** One path of a rule, and the methods that are let through without a check. */
  record Path(String path, List<String> methods) {}

  /** Returns a builder of a rule for a Service: its name, namespace and port are the target's. */
  public static Builder exposing(ServiceTarget target) {
    return new Builder(target);
  }

  /** Returns the rule's name; the Service's by default. */
  public abstract String name();

  /** Returns whom it exposes. */
  public abstract ServiceTarget target();

  /** Returns the host: a name of the gateway's domain, or a full one. */
  public abstract String host();

  /** Returns the Gateway as {@code namespace/name}; the platform's default where none is set. */
  public abstract Optional<String> gateway();

  /** Returns the version it is pinned to. */
  public abstract Optional<ApiRuleVersion> version();

  /** Returns the labels of the rule. */
  public abstract Map<String, String> labels();

  abstract List<Path> paths();

  @Override
  public final List<Resource> resources(Context context) {
    KymaCluster cluster = context.platform().get(KymaCluster.SECTION);
    ApiRuleVersion version = version().orElseGet(() -> ApiRuleVersion.newest(cluster.version()));
    if (!version.isAcceptedBy(cluster.version())) {
      throw unsupported(
          "apiVersion",
          "%s is not accepted by Kyma's API gateway %s".formatted(version, cluster.version()),
          "leave version() out, or use %s".formatted(ApiRuleVersion.newest(cluster.version())));
    }
    Mapping labelTree = texts(labels());
    Mapping metadata =
        Mapping.builder()
            .put("name", name())
            .put("namespace", context.namespace())
            .putUnlessEmpty("labels", labelTree)
            .build();
    Mapping tree =
        Mapping.builder()
            .put("apiVersion", version.apiVersion())
            .put("kind", "APIRule")
            .put("metadata", metadata)
            .put("spec", version.hasStrategies() ? strategies(version, cluster) : access(cluster))
            .build();
    return List.of(Resource.made(toString(), 0, tree, context.namespace()));
  }

  /** The shape of v2 and v2alpha1. */
  private Mapping access(KymaCluster cluster) {
    Sequence.Builder rules = Sequence.builder();
    for (Path path : paths()) {
      rules.add(
          Mapping.builder()
              .put("path", path.path())
              .put("methods", Sequence.ofTexts(path.methods()))
              .put("noAuth", true)
              .build());
    }
    return Mapping.builder()
        .put("gateway", gateway().orElse(cluster.gateway()))
        .put("hosts", Sequence.ofTexts(List.of(host())))
        .put("service", service().build())
        .put("rules", rules.build())
        .build();
  }

  private Mapping.Builder service() {
    Mapping.Builder service = Mapping.builder().put("name", target().serviceName());
    target().serviceNamespace().ifPresent(namespace -> service.put("namespace", namespace));
    return service.put("port", target().servicePort());
  }

  /** The shape of v1alpha1 and v1beta1, which differ in where the host stands. */
  private Mapping strategies(ApiRuleVersion version, KymaCluster cluster) {
    Mapping.Builder spec = Mapping.builder();
    if (version == ApiRuleVersion.V1ALPHA1) {
      if (target().serviceNamespace().isPresent()) {
        throw unsupported(
            "spec.service.namespace",
            "%s knows no Service of another namespace".formatted(version),
            "put the rule into the Service's namespace");
      }
      spec.put("service", service().put("host", host()).build());
      spec.put("gateway", dotted(gateway().orElse(cluster.gateway())));
    } else {
      spec.put("host", host());
      spec.put("service", service().build());
      spec.put("gateway", gateway().orElse(cluster.gateway()));
    }
    return spec.put("rules", strategyRules(version, cluster.version())).build();
  }

  private Sequence strategyRules(ApiRuleVersion version, Version apiGateway) {
    String handler = apiGateway.isAtLeast(Version.of("2.2")) ? "no_auth" : "allow";
    Sequence.Builder rules = Sequence.builder();
    for (Path path : paths()) {
      rules.add(
          Mapping.builder()
              .put("path", expression(version, path.path()))
              .put("methods", Sequence.ofTexts(path.methods()))
              .put("accessStrategies", Sequence.of(Mapping.of("handler", handler)))
              .put("mutators", Sequence.empty())
              .build());
    }
    return rules.build();
  }

  /** {@code kyma-system/kyma-gateway} as the gateway field of 2020 takes it. */
  private static String dotted(String gateway) {
    int slash = gateway.indexOf('/');
    return "%s.%s.svc.cluster.local"
        .formatted(gateway.substring(slash + 1), gateway.substring(0, slash));
  }

  /** A path pattern as the regular expression that older versions take. */
  private String expression(ApiRuleVersion version, String path) {
    if (path.equals("/*")) {
      return "/.*";
    }
    if (path.endsWith("/{**}") && path.indexOf('{') == path.length() - 4) {
      return path.substring(0, path.length() - 4) + ".*";
    }
    if (path.indexOf('{') >= 0) {
      throw unsupported(
          "rules.path",
          "%s has no form of \"%s\"".formatted(version, path),
          "use a literal path, or one that ends in /{**}");
    }
    return path;
  }

  private UnsupportedOnPlatformException unsupported(String field, String problem, String nearest) {
    return new UnsupportedOnPlatformException("APIRule/" + name(), field, problem, nearest);
  }

  private static Mapping texts(Map<String, String> texts) {
    Mapping.Builder mapping = Mapping.builder();
    texts.forEach(mapping::put);
    return mapping.build();
  }

  @Override
  public final String toString() {
    return "KymaApiRule " + name();
  }

  /** Collects a rule. A wrong value fails at its call. */
  public static final class Builder {

    private static final Pattern PATH =
        Pattern.compile(
            "((/([A-Za-z0-9-._~!$&'()+,;=:@]|%[0-9a-fA-F]{2})*)|(/\\{\\*{1,2}\\}))+|/\\*");
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern HOST =
        Pattern.compile(
            "%1$s((\\.%1$s)*\\.[a-z0-9]{2,63})?|\\*\\.(%1$s\\.)+[a-z0-9]{2,63}".formatted(LABEL));
    private static final Pattern GATEWAY = Pattern.compile(LABEL + "/" + LABEL);
    private static final Set<String> METHODS =
        Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

    private final ImmutableKymaApiRule.Builder values = ImmutableKymaApiRule.builder();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final List<Path> paths = new ArrayList<>();
    private String name;
    private boolean hostSet;

    private Builder(ServiceTarget target) {
      target.servicePort();
      values.target(target);
      name = target.serviceName();
    }

    /** Sets the rule's name; the Service's by default. */
    public Builder name(String name) {
      this.name = Names.label("APIRule name", name);
      return this;
    }

    /** Sets the host: a label under the gateway's domain, a full name, or {@code *.} and one. */
    public Builder host(String host) {
      if (host.length() > 255 || !HOST.matcher(host).matches()) {
        throw new IllegalArgumentException(
            "host \"%s\": must be a lower-case DNS name, such as nodeapp or nodeapp.example.com"
                .formatted(host));
      }
      values.host(host);
      hostSet = true;
      return this;
    }

    /** Sets the Gateway as {@code namespace/name}; the platform's default where none is set. */
    public Builder gateway(String gateway) {
      if (!GATEWAY.matcher(gateway).matches()) {
        throw new IllegalArgumentException(
            "gateway \"%s\": must be namespace/name".formatted(gateway));
      }
      values.gateway(gateway);
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
      if (!PATH.matcher(path).matches()) {
        throw new IllegalArgumentException(
            "path \"%s\": must begin with / and hold no * but in {*}, {**} or as /*"
                .formatted(path));
      }
      for (String method : methods) {
        if (!METHODS.contains(method)) {
          throw new IllegalArgumentException(
              "method \"%s\": must be an HTTP method in capitals".formatted(method));
        }
      }
      paths.add(new Path(path, List.of(methods)));
      return this;
    }

    /**
     * Returns the rule.
     *
     * @throws IllegalStateException if host or paths are missing, naming all that is
     */
    public KymaApiRule build() {
      List<String> missing = new ArrayList<>();
      if (!hostSet) {
        missing.add("no host; call host(\"" + name + "\")");
      }
      if (paths.isEmpty()) {
        missing.add("no path; call get(\"/*\")");
      }
      if (!missing.isEmpty()) {
        throw new IllegalStateException(
            "KymaApiRule %s: %s".formatted(name, String.join("; ", missing)));
      }
      return values.name(name).labels(labels).paths(paths).build();
    }
  }
}
