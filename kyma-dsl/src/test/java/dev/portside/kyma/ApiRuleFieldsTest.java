package dev.portside.kyma;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.kyma.admission.Definition;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.ServiceTarget;
import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The builders reach every field of every version: a rule with all of them has all of them. */
final class ApiRuleFieldsTest {

  private record Target(String serviceName, Optional<String> serviceNamespace, int servicePort)
      implements ServiceTarget {}

  private static final ServiceTarget ORDERS = new Target("orders", Optional.of("sales"), 8080);
  private static final String ISSUER = "https://issuer.example.com";

  private static Platform gateway(String version) {
    Platform today = Platform.today();
    return today.with(KymaCluster.SECTION, today.get(KymaCluster.SECTION).withVersion(version));
  }

  private static Set<String> fields(String gateway, KymaApiRule... rules) {
    Set<String> fields = new TreeSet<>();
    for (KymaApiRule rule : rules) {
      Manifests set = Manifests.in("shop").on(gateway(gateway)).add(rule).build();
      collect(set.resources().get(0).tree().mapping("spec"), "spec", fields);
    }
    return fields;
  }

  /** Below a configuration, and below texts by name, everything is the user's own. */
  private static void collect(Tree tree, String path, Set<String> fields) {
    if (path.endsWith("config") || path.endsWith("headers") || path.endsWith("cookies")) {
      return;
    }
    if (tree instanceof Mapping mapping && !path.endsWith("allowOrigins[]")) {
      for (int i = 0; i < mapping.size(); i++) {
        String below = path + "." + mapping.key(i);
        fields.add(below);
        collect(mapping.value(i), below, fields);
      }
    } else if (tree instanceof Sequence sequence) {
      sequence.forEach(item -> collect(item, path + "[]", fields));
    }
  }

  private static Set<String> schema(String gateway, ApiRuleVersion version) {
    return Definition.of(gateway, version.toString()).orElseThrow().fields("spec");
  }

  private static ApiRuleRoute everything(String path) {
    return ApiRuleRoute.of(path, "GET")
        .service(new Target("lines", Optional.of("sales"), 80))
        .externalService()
        .timeout(Duration.ofSeconds(30));
  }

  private static ApiRuleJwt jwt(boolean header) {
    ApiRuleJwt jwt = ApiRuleJwt.of(ISSUER, ISSUER + "/keys");
    return (header ? jwt.header("x-jwt", "Kyma ") : jwt.parameter("token"))
        .scopes("read")
        .audiences("shop");
  }

  private static ApiRuleCors cors() {
    return ApiRuleCors.of("https://shop.example.com")
        .originPrefix("https://a")
        .originPattern(".*")
        .methods("GET")
        .headers("x-a")
        .exposedHeaders("x-b")
        .credentials(true)
        .maxAge(Duration.ofMinutes(10));
  }

  private static KymaApiRule.Builder rule() {
    return KymaApiRule.exposing(ORDERS).host("orders.example.com").externalService();
  }

  private static KymaApiRule access(ApiRuleVersion version) {
    return rule()
        .version(version)
        .gateway("kyma-system/kyma-gateway")
        .timeout(Duration.ofSeconds(60))
        .cors(cors())
        .rule(
            everything("/a")
                .jwt(jwt(true))
                .requestHeader("x-source", "edge")
                .requestCookie("lane", "blue"))
        .rule(everything("/b").jwt(jwt(false)))
        .rule(everything("/c").extAuth("oauth2-proxy").jwt(jwt(true)))
        .rule(everything("/d").extAuth("oauth2-proxy").jwt(jwt(false)))
        .rule(everything("/e").noAuth())
        .build();
  }

  private static KymaApiRule external(ApiRuleVersion version) {
    return rule().version(version).externalGateway("apps/ext").get("/*").build();
  }

  @Test
  void v2() {
    assertThat(fields("3.10.0", access(ApiRuleVersion.V2), external(ApiRuleVersion.V2)))
        .isEqualTo(schema("3.10.0", ApiRuleVersion.V2));
  }

  @Test
  void v2alpha1() {
    assertThat(fields("3.10.0", access(ApiRuleVersion.V2ALPHA1), external(ApiRuleVersion.V2ALPHA1)))
        .isEqualTo(schema("3.10.0", ApiRuleVersion.V2ALPHA1));
  }

  @Test
  void v1beta1() {
    KymaApiRule rule =
        rule()
            .version(ApiRuleVersion.V1BETA1)
            .timeout(Duration.ofSeconds(60))
            .cors(cors())
            .rule(
                everything("/a")
                    .strategy("oauth2_introspection", Map.of("required_scope", List.of("read")))
                    .mutator("id_token", Map.of("ttl", "1m")))
            .build();

    assertThat(fields("2.11.3", rule)).isEqualTo(schema("2.11.3", ApiRuleVersion.V1BETA1));
  }

  @Test
  void v1alpha1() {
    KymaApiRule rule =
        KymaApiRule.exposing(new Target("orders", Optional.empty(), 8080))
            .host("orders")
            .externalService()
            .rule(
                ApiRuleRoute.of("/a", "GET")
                    .strategy("oauth2_introspection", Map.of("required_scope", List.of("read")))
                    .mutator("id_token", Map.of("ttl", "1m")))
            .build();

    assertThat(fields("0.1", rule))
        .isEqualTo(schema("2020-08-kyma-1.14.0", ApiRuleVersion.V1ALPHA1));
  }
}
