package dev.portside.it.cluster;

import dev.portside.kyma.ApiRuleCors;
import dev.portside.kyma.ApiRuleJwt;
import dev.portside.kyma.ApiRuleRoute;
import dev.portside.kyma.ApiRuleVersion;
import dev.portside.kyma.KymaApiRule;
import dev.portside.manifest.ServiceTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** APIRules that the builders can make, at random. */
final class RandomApiRules {

  private record Target(String serviceName, Optional<String> serviceNamespace, int servicePort)
      implements ServiceTarget {}

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");
  private static final List<String> SEGMENTS =
      List.of("a", "orders", "A-b_c.d~e", "%2Fx", "v1:batch", "x=1,2;3", "it's", "@me", "!", "&");
  private static final List<String> HOSTS =
      List.of("orders", "a", "orders.example.com", "a-b.c9.example.org", "*.tenants.example.com");

  private final Random random;

  private RandomApiRules(Random random) {
    this.random = random;
  }

  /** Returns the next rule, pinned to a version. */
  static KymaApiRule next(Random random, ApiRuleVersion version) {
    return new RandomApiRules(random).rule(version);
  }

  private boolean maybe() {
    return random.nextInt(3) == 0;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private ServiceTarget target() {
    Optional<String> namespace = maybe() ? Optional.of("sales") : Optional.empty();
    return new Target(one(List.of("orders", "a", "lines-2")), namespace, 1 + random.nextInt(65535));
  }

  private KymaApiRule rule(ApiRuleVersion version) {
    KymaApiRule.Builder rule = KymaApiRule.exposing(target()).version(version).host(one(HOSTS));
    if (maybe()) {
      rule.host("more.example.com");
    }
    if (maybe()) {
      rule.name("r" + random.nextInt(100)).label("app", "a").annotation("example.com/a", "b");
    }
    if (maybe()) {
      rule.gateway("apps/gw-1");
    } else if (maybe()) {
      rule.externalGateway("apps/ext");
    }
    if (maybe()) {
      rule.timeout(Duration.ofSeconds(1 + random.nextInt(3900)));
    }
    if (maybe()) {
      rule.cors(cors());
    }
    if (maybe()) {
      rule.externalService();
    }
    int rules = 1 + random.nextInt(3);
    for (int i = 0; i < rules; i++) {
      rule.rule(route(version));
    }
    return rule.build();
  }

  private ApiRuleCors cors() {
    ApiRuleCors cors = maybe() ? ApiRuleCors.ofPattern(".*") : ApiRuleCors.of("https://a.example");
    if (maybe()) {
      cors = cors.originPrefix("https://b").methods("GET", "OPTIONS");
      cors = cors.headers("x-a").exposedHeaders("x-b");
    }
    if (maybe()) {
      cors = cors.credentials(random.nextBoolean());
    }
    return maybe() ? cors.maxAge(Duration.ofSeconds(1 + random.nextInt(86400))) : cors;
  }

  private String path() {
    if (maybe()) {
      return one(List.of("/*", "/", "/{*}", "/{**}", "//"));
    }
    StringBuilder path = new StringBuilder();
    int segments = 1 + random.nextInt(4);
    for (int i = 0; i < segments; i++) {
      path.append('/').append(maybe() ? "{*}" : one(SEGMENTS));
    }
    return maybe() ? path.append("/{**}").toString() : path.toString();
  }

  private ApiRuleRoute route(ApiRuleVersion version) {
    boolean access = version.compareTo(ApiRuleVersion.V2ALPHA1) >= 0;
    ApiRuleRoute route = access(ApiRuleRoute.of(path(), one(METHODS), one(METHODS)), access);
    if (maybe()) {
      route = route.service(target());
    }
    if (maybe()) {
      route = route.timeout(Duration.ofSeconds(1 + random.nextInt(3900)));
    }
    if (access && maybe()) {
      route = route.requestHeader("x-source", "edge é").requestCookie("lane", "blue");
    }
    return route;
  }

  private ApiRuleRoute access(ApiRuleRoute route, boolean access) {
    return switch (random.nextInt(5)) {
      case 0 -> route.jwt(jwt());
      case 1 -> access ? route.extAuth("oauth2-proxy", "another") : route;
      case 2 ->
          access
              ? route.extAuth("oauth2-proxy").jwt(jwt())
              : route.strategy("oauth2_introspection", Map.of("required_scope", List.of("read")));
      default -> route.noAuth();
    };
  }

  private ApiRuleJwt jwt() {
    String issuer = one(List.of("https://issuer.example.com", "accounts.example.com", "a b"));
    ApiRuleJwt jwt = ApiRuleJwt.of(issuer, "https://issuer.example.com/keys?a=b#c");
    if (maybe()) {
      jwt = jwt.header("x-jwt", maybe() ? "" : "Kyma ");
    }
    if (maybe()) {
      jwt = jwt.issuer("https://b.example.com", "http://b.example.com/keys");
    }
    if (maybe()) {
      jwt = jwt.scopes("read", "write").audiences("shop");
    }
    return maybe() ? jwt.or().scopes("admin") : jwt;
  }
}
