package dev.portside.kyma;

import dev.portside.kyma.operator.Strategies;
import dev.portside.manifest.ServiceTarget;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.List;
import java.util.Optional;

/** Spells a {@link KymaApiRule} in v1alpha1 or v1beta1, which differ in where the host stands. */
final class StrategySpelling {

  /** Makes the refusal of what the version cannot say. */
  interface Refusal {
    UnsupportedOnPlatformException of(String field, String problem, String nearest);
  }

  private static final Version KNOWS_NO_AUTH = Version.of("2.2");

  private final KymaApiRule rule;
  private final ApiRuleVersion version;
  private final KymaCluster cluster;
  private final Refusal refusal;

  StrategySpelling(KymaApiRule rule, ApiRuleVersion version, KymaCluster cluster, Refusal refusal) {
    this.rule = rule;
    this.version = version;
    this.cluster = cluster;
    this.refusal = refusal;
  }

  Mapping spec(String host) {
    if (rule.externalGateway().isPresent()) {
      throw refusal.of(
          "spec.externalGateway",
          "%s does not support ExternalGateway".formatted(version),
          "call gateway() instead");
    }
    String gateway = rule.gateway().orElse(cluster.gateway());
    Mapping.Builder spec = Mapping.builder();
    if (version == ApiRuleVersion.V1ALPHA1) {
      refuseBeyondAlpha();
      Mapping service = service(rule.target(), rule.external);
      spec.put("service", Mapping.builder().putAll(service).put("host", host).build());
      spec.put("gateway", dotted(gateway));
    } else {
      spec.put("host", host);
      spec.put("service", service(rule.target(), rule.external));
      spec.put("gateway", gateway);
      rule.timeout.ifPresent(seconds -> spec.put("timeout", seconds));
      rule.cors().ifPresent(cors -> spec.put("corsPolicy", cors.oldTree()));
    }
    Sequence.Builder routes = Sequence.builder();
    rule.routes.forEach(route -> routes.add(route(route)));
    return spec.put("rules", routes.build()).build();
  }

  private void refuseBeyondAlpha() {
    if (rule.target().serviceNamespace().isPresent()) {
      throw refusal.of(
          "spec.service.namespace",
          "%s does not support a Service in another namespace".formatted(version),
          "put the rule in the Service's namespace");
    }
    for (ApiRuleRoute route : rule.routes) {
      if (route.service().isPresent() || route.timeout().isPresent()) {
        throw refusal.of(
            "rules." + (route.service().isPresent() ? "service" : "timeout"),
            "%s supports neither Services nor timeouts of single rules".formatted(version),
            "leave it out, or make an APIRule of its own");
      }
    }
    if (rule.timeout.isPresent() || rule.cors().isPresent()) {
      throw refusal.of(
          rule.cors().isPresent() ? "spec.corsPolicy" : "spec.timeout",
          "%s supports neither timeouts nor CORS policies".formatted(version),
          "leave it out");
    }
  }

  private Mapping route(ApiRuleRoute route) {
    Mapping.Builder tree =
        Mapping.builder()
            .put("path", expression(route.path()))
            .put("methods", Sequence.ofTexts(route.methods()));
    route.service().ifPresent(own -> tree.put("service", service(own, route.external())));
    route.timeout().ifPresent(seconds -> tree.put("timeout", seconds));
    return tree.put("accessStrategies", strategies(route)).put("mutators", mutators(route)).build();
  }

  private Sequence strategies(ApiRuleRoute route) {
    if (!route.authorizers().isEmpty()) {
      throw refusal.of(
          "rules.extAuth",
          "%s does not support external authorizers".formatted(version),
          "use strategy()");
    }
    if (!route.strategies().isEmpty()) {
      return route.strategies();
    }
    if (route.jwt().isPresent()) {
      return Sequence.of(
          Mapping.builder().put("handler", Strategies.JWT).put("config", jwt(route)).build());
    }
    boolean noAuth = cluster.version().isAtLeast(KNOWS_NO_AUTH);
    return Sequence.of(Mapping.of("handler", noAuth ? Strategies.NO_AUTH : Strategies.ALLOW));
  }

  /** As the cluster's default JWT handler reads it, which is Ory's. */
  private Mapping jwt(ApiRuleRoute route) {
    ApiRuleJwt jwt = route.jwt().orElseThrow();
    Mapping issuer = jwt.issuers().mapping(0);
    Sequence asked = jwt.claims();
    boolean one = jwt.issuers().size() == 1 && asked.size() <= 1;
    if (!one || issuer.has("fromParams") || issuer.has("fromHeaders")) {
      throw refusal.of(
          "rules.jwt",
          "%s has one issuer, one set of claims and the header Authorization".formatted(version),
          "use strategy(\"jwt\", …) with the configuration of the cluster's JWT handler");
    }
    Mapping claims = asked.isEmpty() ? Mapping.empty() : asked.mapping(0);
    return Mapping.builder()
        .put("trusted_issuers", Sequence.ofTexts(List.of(issuer.findText("issuer").orElse(""))))
        .put("jwks_urls", Sequence.ofTexts(List.of(issuer.findText("jwksUri").orElse(""))))
        .putUnlessEmpty("required_scope", claims.sequence("requiredScopes"))
        .putUnlessEmpty("target_audience", claims.sequence("audiences"))
        .build();
  }

  private Sequence mutators(ApiRuleRoute route) {
    Sequence.Builder all = Sequence.builder();
    boolean asks = !route.requestHeaders().isEmpty() || !route.requestCookies().isEmpty();
    if (asks && route.jwt().isEmpty()) {
      throw refusal.of(
          "rules.request", "%s applies mutators only with jwt".formatted(version), "leave it out");
    }
    put(all, "header", "headers", route.requestHeaders());
    put(all, "cookie", "cookies", route.requestCookies());
    route.mutators().forEach(all::add);
    return all.build();
  }

  private static void put(Sequence.Builder all, String handler, String key, Mapping texts) {
    if (!texts.isEmpty()) {
      all.add(ApiRuleRoute.handler(handler, Mapping.of(key, texts)));
    }
  }

  private static Mapping service(ServiceTarget target, boolean external) {
    Mapping.Builder service = Mapping.builder().put("name", target.serviceName());
    Optional<String> namespace = target.serviceNamespace();
    namespace.ifPresent(name -> service.put("namespace", name));
    service.put("port", target.servicePort());
    return external ? service.put("external", true).build() : service.build();
  }

  /** {@code kyma-system/kyma-gateway} as the gateway field of 2020 takes it. */
  private static String dotted(String gateway) {
    int slash = gateway.indexOf('/');
    return "%s.%s.svc.cluster.local"
        .formatted(gateway.substring(slash + 1), gateway.substring(0, slash));
  }

  /** A path pattern as the regular expression that older versions take. */
  private String expression(String path) {
    if (path.equals("/*")) {
      return "/.*";
    }
    if (path.endsWith("/{**}") && path.indexOf('{') == path.length() - 4) {
      return path.substring(0, path.length() - 4) + ".*";
    }
    if (path.indexOf('{') >= 0) {
      throw refusal.of(
          "rules.path",
          "%s cannot express \"%s\"".formatted(version, path),
          "use a literal path, or one that ends in /{**}");
    }
    return path;
  }
}
