package dev.portside.istio;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.mesh.MtlsMode;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Part;
import dev.portside.manifest.ServiceTarget;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.platform.Platform;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Istio's kinds as the builders write them. */
class IstioPoliciesTest {

  private record Named(String serviceName, Optional<String> serviceNamespace)
      implements ServiceTarget {
    @Override
    public int servicePort() {
      return 80;
    }
  }

  private static String yaml(Part part) {
    return Manifests.in("shop").add(part).build().toYaml();
  }

  private static String on(String istio, Part part) {
    IstioMesh mesh = Platform.today().get(IstioMesh.SECTION).withVersion(istio);
    return Manifests.in("shop")
        .on(Platform.today().with(IstioMesh.SECTION, mesh))
        .add(part)
        .build()
        .toYaml();
  }

  @Test
  void peerAuthentication_ofNamespace() {
    assertThat(yaml(IstioPeerAuthentication.ofNamespace().strict().build()))
        .isEqualTo(
            """
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata:
              name: default
              namespace: shop
            spec:
              mtls:
                mode: STRICT
            """);
  }

  @Test
  void peerAuthentication_ofMesh() {
    assertThat(yaml(IstioPeerAuthentication.ofMesh().name("all").permissive().build()))
        .isEqualTo(
            """
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata:
              name: all
              namespace: istio-system
            spec:
              mtls:
                mode: PERMISSIVE
            """);
  }

  /** What the roll-out of exclusions needs under STRICT. */
  @Test
  void peerAuthentication_port() {
    assertThat(
            yaml(
                IstioPeerAuthentication.ofPods("orders", "app", "orders")
                    .port(50002, MtlsMode.PERMISSIVE)
                    .build()))
        .isEqualTo(
            """
            apiVersion: security.istio.io/v1
            kind: PeerAuthentication
            metadata:
              name: orders
              namespace: shop
            spec:
              portLevelMtls:
                "50002":
                  mode: PERMISSIVE
              selector:
                matchLabels:
                  app: orders
            """);
  }

  @Test
  void peerAuthentication_wrong() {
    IllegalStateException wrong =
        assertThrows(
            IllegalStateException.class,
            () ->
                IstioPeerAuthentication.ofNamespace()
                    .port(50002, MtlsMode.PERMISSIVE)
                    .selector("app", "orders")
                    .build());

    assertThat(wrong).hasMessageThat().contains("refuses port modes without a selector");
    assertThat(wrong).hasMessageThat().contains("cannot be for a whole namespace");
    assertThat(
            assertThrows(
                IllegalStateException.class, () -> IstioPeerAuthentication.ofMesh().build()))
        .hasMessageThat()
        .contains("it has no mode");
    assertThrows(
        IllegalArgumentException.class,
        () -> IstioPeerAuthentication.ofPods("orders", "app", "orders").port(0, MtlsMode.STRICT));
    assertThrows(
        IllegalArgumentException.class,
        () -> IstioPeerAuthentication.ofNamespace().name("Or_ders"));
  }

  @Test
  void peerAuthentication_ofPodsInTheRootNamespace() {
    Manifests.Builder set =
        Manifests.in("istio-system")
            .add(IstioPeerAuthentication.ofPods("gateway", "app", "gateway").strict().build());

    assertThat(assertThrows(UnsupportedOnPlatformException.class, set::build))
        .hasMessageThat()
        .contains("a policy that selects pods is ignored");
  }

  @Test
  void versions() {
    Part policy = IstioPeerAuthentication.ofNamespace().strict().build();

    assertThat(on("1.21", policy)).contains("apiVersion: security.istio.io/v1beta1\n");
    assertThat(on("1.22", policy)).contains("apiVersion: security.istio.io/v1\n");
    assertThat(assertThrows(UnsupportedOnPlatformException.class, () -> on("1.4.7", policy)))
        .hasMessageThat()
        .isEqualTo(
            "PeerAuthentication/default apiVersion: Istio 1.4.7 has no PeerAuthentication; it came"
                + " with Istio 1.5");
    assertThat(on("1.4.7", IstioSidecar.ofNamespace().registryOnly().build()))
        .contains("apiVersion: networking.istio.io/v1alpha3\n");
  }

  @Test
  void destinationRule_port() {
    assertThat(yaml(IstioDestinationRule.ofHost("orders-dapr").plaintext(50002).build()))
        .isEqualTo(
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata:
              name: orders-dapr
              namespace: shop
            spec:
              host: orders-dapr
              trafficPolicy:
                portLevelSettings:
                - port:
                    number: 50002
                  tls:
                    mode: DISABLE
            """);
  }

  @Test
  void destinationRule_ofService() {
    Named here = new Named("web", Optional.empty());
    Named there = new Named("web", Optional.of("front"));

    assertThat(yaml(IstioDestinationRule.of(here).istioMtls().exportTo(".").build()))
        .isEqualTo(
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata:
              name: web
              namespace: shop
            spec:
              exportTo:
              - .
              host: web.shop.svc.cluster.local
              trafficPolicy:
                tls:
                  mode: ISTIO_MUTUAL
            """);
    assertThat(yaml(IstioDestinationRule.of(there).tls().build()))
        .contains("host: web.front.svc.cluster.local\n");
  }

  @Test
  void destinationRule_wrong() {
    assertThrows(IllegalStateException.class, () -> IstioDestinationRule.ofHost("orders").build());
    assertThrows(
        IllegalArgumentException.class, () -> IstioDestinationRule.ofHost("http://orders"));
    assertThat(yaml(IstioDestinationRule.ofHost("*.shop.svc.cluster.local").plaintext().build()))
        .contains("name: shop-svc-cluster-local\n");
  }

  @Test
  void sidecar() {
    assertThat(
            yaml(
                IstioSidecar.ofPods("orders", "app", "orders")
                    .egress("./*", "istio-system/*")
                    .registryOnly()
                    .build()))
        .isEqualTo(
            """
            apiVersion: networking.istio.io/v1
            kind: Sidecar
            metadata:
              name: orders
              namespace: shop
            spec:
              egress:
              - hosts:
                - ./*
                - istio-system/*
              outboundTrafficPolicy:
                mode: REGISTRY_ONLY
              workloadSelector:
                labels:
                  app: orders
            """);
    assertThrows(
        IllegalArgumentException.class, () -> IstioSidecar.ofNamespace().egress("istio-system"));
    assertThrows(IllegalStateException.class, () -> IstioSidecar.ofNamespace().build());
  }

  @Test
  void authorizationPolicy() {
    assertThat(
            yaml(
                IstioAuthorizationPolicy.allow("orders")
                    .selector("app", "orders")
                    .rule(
                        AuthorizationRule.any()
                            .serviceAccount("shop", "web")
                            .namespace("shop")
                            .port(8080)
                            .method("GET")
                            .path("/orders/*"))
                    .build()))
        .isEqualTo(
            """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata:
              name: orders
              namespace: shop
            spec:
              action: ALLOW
              rules:
              - from:
                - source:
                    namespaces:
                    - shop
                    principals:
                    - cluster.local/ns/shop/sa/web
                to:
                - operation:
                    methods:
                    - GET
                    paths:
                    - /orders/*
                    ports:
                    - "8080"
              selector:
                matchLabels:
                  app: orders
            """);
  }

  @Test
  void authorizationPolicy_withoutRules() {
    assertThat(yaml(IstioAuthorizationPolicy.allowNothing("nobody").build()))
        .contains("spec:\n  action: ALLOW\n");
    assertThat(yaml(IstioAuthorizationPolicy.deny("nobody").rule(AuthorizationRule.any()).build()))
        .contains("  rules:\n  - {}\n");
    assertThat(
            assertThrows(
                IllegalStateException.class, () -> IstioAuthorizationPolicy.deny("a").build()))
        .hasMessageThat()
        .contains("never refuses anything");
    assertThat(
            assertThrows(
                IllegalStateException.class, () -> IstioAuthorizationPolicy.allow("a").build()))
        .hasMessageThat()
        .contains("allowNothing");
    assertThrows(
        IllegalStateException.class,
        () -> IstioAuthorizationPolicy.allowNothing("a").rule(AuthorizationRule.any()).build());
  }

  @Test
  void customized() {
    assertThat(
            yaml(
                IstioDestinationRule.ofHost("orders")
                    .customized(
                        rule ->
                            rule.editSpec()
                                .editOrNewTrafficPolicy()
                                .withNewOutlierDetection()
                                .withConsecutive5xxErrors(3)
                                .endOutlierDetection()
                                .endTrafficPolicy()
                                .endSpec())
                    .build()))
        .contains("outlierDetection:");
  }

  @Test
  void namespaces() {
    assertThat(yaml(IstioNamespace.ambient("shop"))).contains("istio.io/dataplane-mode: ambient\n");
    assertThat(yaml(IstioNamespace.ambient("shop"))).doesNotContain("istio-injection");
    IstioMesh injecting = Platform.today().get(IstioMesh.SECTION).withInjectionByDefault(true);
    assertThat(
            Manifests.in("shop")
                .on(Platform.today().with(IstioMesh.SECTION, injecting))
                .add(IstioNamespace.ambient("shop"))
                .build()
                .toYaml())
        .contains("istio-injection: disabled\n");
  }
}
