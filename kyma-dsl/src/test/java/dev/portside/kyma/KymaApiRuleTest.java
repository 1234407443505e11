package dev.portside.kyma;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.ServiceTarget;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.platform.Platform;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class KymaApiRuleTest {

  private static ServiceTarget target(Optional<String> namespace) {
    return new ServiceTarget() {
      @Override
      public String serviceName() {
        return "orders";
      }

      @Override
      public Optional<String> serviceNamespace() {
        return namespace;
      }

      @Override
      public int servicePort() {
        return 8080;
      }
    };
  }

  private static KymaApiRule.Builder rule() {
    return KymaApiRule.exposing(target(Optional.empty())).host("orders");
  }

  private static String message(Executable call) {
    return assertThrows(RuntimeException.class, call).getMessage();
  }

  private static String yaml(KymaApiRule rule, Platform platform) {
    return Manifests.in("shop").on(platform).add(rule).build().toYaml();
  }

  private static Platform gateway(String version) {
    Platform today = Platform.today();
    return today.with(KymaCluster.SECTION, today.get(KymaCluster.SECTION).withVersion(version));
  }

  @Test
  void today_isV2() {
    assertThat(yaml(rule().get("/*").post("/orders/{*}").build(), Platform.today()))
        .isEqualTo(
            """
            apiVersion: gateway.kyma-project.io/v2
            kind: APIRule
            metadata:
              name: orders
              namespace: shop
            spec:
              gateway: kyma-system/kyma-gateway
              hosts:
              - orders
              service:
                name: orders
                port: 8080
              rules:
              - path: /*
                methods:
                - GET
                noAuth: true
              - path: /orders/{*}
                methods:
                - POST
                noAuth: true
            """);
  }

  @Test
  void version_isTheNewestThatTheClusterAccepts() {
    KymaApiRule rule = rule().get("/*").build();

    assertThat(yaml(rule, gateway("1.8.0"))).contains("gateway.kyma-project.io/v1beta1");
    assertThat(yaml(rule, gateway("2.4.0"))).contains("gateway.kyma-project.io/v2alpha1");
    assertThat(yaml(rule, gateway("0.1"))).contains("gateway.kyma-project.io/v1alpha1");
  }

  @Test
  void v1beta1_spellsHostAndStrategies() {
    assertThat(yaml(rule().get("/orders/{**}").build(), gateway("2.3.1")))
        .isEqualTo(
            """
            apiVersion: gateway.kyma-project.io/v1beta1
            kind: APIRule
            metadata:
              name: orders
              namespace: shop
            spec:
              host: orders
              service:
                name: orders
                port: 8080
              gateway: kyma-system/kyma-gateway
              rules:
              - path: /orders/.*
                methods:
                - GET
                accessStrategies:
                - handler: no_auth
                mutators: []
            """);
  }

  @Test
  void pinnedVersion_thatThePlatformCannotExpress() {
    KymaApiRule rule = rule().get("/*").version(ApiRuleVersion.V2).build();
    UnsupportedOnPlatformException e =
        assertThrows(
            UnsupportedOnPlatformException.class, () -> yaml(rule, Platform.profile("kyma-2020")));

    assertThat(e)
        .hasMessageThat()
        .isEqualTo(
            "APIRule/orders apiVersion: v2 is not accepted by Kyma's API gateway 0.1; leave"
                + " version()"
                + " out, or use v1alpha1");
  }

  @Test
  void path_withoutAFormIn2020() {
    assertThat(message(() -> yaml(rule().get("/{*}/lines").build(), Platform.profile("kyma-2020"))))
        .isEqualTo(
            "APIRule/orders rules.path: v1alpha1 cannot express \"/{*}/lines\"; use a literal"
                + " path, or"
                + " one that ends in /{**}");
  }

  @Test
  void otherNamespace_in2020() {
    KymaApiRule rule =
        KymaApiRule.exposing(target(Optional.of("sales"))).host("orders").get("/*").build();

    assertThat(message(() -> yaml(rule, Platform.profile("kyma-2020"))))
        .contains("spec.service.namespace");
    assertThat(yaml(rule, Platform.today())).contains("    namespace: sales\n");
  }

  @Test
  void wrongValue_failsAtTheCall() {
    assertThat(message(() -> rule().host("Orders"))).startsWith("host \"Orders\": must be");
    assertThat(message(() -> rule().gateway("kyma-gateway")))
        .isEqualTo("gateway \"kyma-gateway\": must be namespace/name");
    assertThat(message(() -> rule().get("/a*"))).startsWith("path \"/a*\": must begin with /");
    assertThat(message(() -> rule().rule("/a", "get")))
        .isEqualTo("method \"get\": must be an HTTP method in capitals");
  }

  @Test
  void build_namesAllThatIsMissing() {
    assertThat(message(() -> KymaApiRule.exposing(target(Optional.empty())).build()))
        .isEqualTo("KymaApiRule orders: no host; call host(\"orders\"); no path; call get(\"/*\")");
  }

  @Test
  void build_namesAllThatContradictsItself() {
    ApiRuleJwt tokens = ApiRuleJwt.of("a", "https://a.example/keys").header("x-jwt", "");
    ApiRuleJwt mixed =
        tokens.issuer("a", "https://a.example/keys").parameter("token").scopes("read");

    assertThat(
            message(
                rule()
                        .gateway("apps/gw")
                        .externalGateway("apps/ext")
                        .rule(ApiRuleRoute.of("/a", "GET").noAuth().jwt(mixed))
                        .rule(ApiRuleRoute.of("/b", "GET").jwt(tokens).strategy("allow", Map.of()))
                    ::build))
        .isEqualTo(
            "KymaApiRule orders: gateway and externalGateway are both set; remove one; a short"
                + " host is combined with externalGateway, which breaks Kyma; /a: noAuth() is"
                + " combined with another kind of access; /a: the tokens of a are looked for"
                + " in two places; /a:"
                + " tokens are looked for in headers and in parameters; Kyma allows only one of"
                + " the two; /b:"
                + " strategy() is combined with jwt() or extAuth()");
  }

  @Test
  void customized_changesTheRuleOfEachHost() {
    KymaApiRule rule =
        rule()
            .host("more")
            .get("/*")
            .customized(r -> r.editMetadata().addToFinalizers("example.com/f").endMetadata())
            .build();

    assertThat(yaml(rule, Platform.today()).split("- example.com/f")).hasLength(3);
  }

  @Test
  void parts_areValues() {
    ApiRuleRoute route = ApiRuleRoute.of("/a", "GET");

    assertThat(route.extAuth("a")).isEqualTo(ApiRuleRoute.of("/a", "GET", "GET").extAuth("a"));
    assertThat(route.extAuth("a")).isNotEqualTo(route);
    assertThat(route.authorizers()).isEmpty();
  }
}
