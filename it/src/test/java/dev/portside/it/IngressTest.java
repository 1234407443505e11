package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.Portside;
import dev.portside.check.Finding;
import dev.portside.check.Severity;
import dev.portside.manifest.Manifests;
import dev.portside.traffic.Flow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pod port behind a route from outside must stay captured, by whatever kind the route is. */
class IngressTest {

  private static final String VIRTUAL_SERVICE =
      """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: web, namespace: shop}
      spec:
        hosts: [web.example.com]
        gateways: [istio-system/public]
        %s: [{route: [{destination: {host: %s, port: {number: 80}}}]}]
      """;

  @TempDir Path folder;

  private Manifests set(String routes) throws IOException {
    return Shop.with(routes, folder);
  }

  private static Finding finding(Manifests set) {
    List<Finding> findings = Portside.check(set).of("app-port-not-captured");
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  private static List<Flow> fromGateways(Manifests set) {
    return Portside.traffic(set).flows().stream()
        .filter(flow -> flow.client().use().group().equals("ingress"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{http: [{route: [{destination: {host: web, port: {number: 80}}}]}]}",
        "{http: [{route: [{destination: {host: web}}]}]}",
        "{http: [{route: [{destination: {host: web.shop.svc.cluster.local}}]}]}",
        "{tcp: [{route: [{destination: {host: web, port: {number: 80}}}]}]}",
        "{http: [{delegate: {name: routes, namespace: other}}]}",
      })
  void virtualService(String routes) throws IOException {
    Manifests set =
        set(
            """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: web, namespace: shop}
            spec: {hosts: [web.example.com], gateways: [istio-system/public, mesh], %s
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: routes, namespace: other}
            spec: {http: [{route: [{destination: {host: web.shop.svc.cluster.local}}]}]}
            """
                .formatted(routes.substring(1)));

    Finding finding = finding(set);
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.why()).contains("requests from outside by VirtualService/");
    assertThat(Portside.check(set.with(finding.edits())).of("app-port-not-captured")).isEmpty();
  }

  /** What the gateway passes on encrypted is no HTTP: taking the port alone would not repair it. */
  @Test
  void virtualService_ofTls() throws IOException {
    Finding finding = finding(set(VIRTUAL_SERVICE.formatted("tls", "web")));

    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.edits()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[mesh]", "[]"})
  void virtualService_ofSidecars(String gateways) throws IOException {
    Manifests set =
        set(VIRTUAL_SERVICE.formatted("http", "web").replace("[istio-system/public]", gateways));

    assertThat(fromGateways(set)).isEmpty();
    assertThat(finding(set).severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void virtualService_toSomewhereElse() throws IOException {
    assertThat(fromGateways(set(VIRTUAL_SERVICE.formatted("http", "web.example.org")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPRoute", "GRPCRoute", "TCPRoute"})
  void gatewayApi(String kind) throws IOException {
    String route =
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: %s
        metadata: {name: web, namespace: shop}
        spec:
          parentRefs: [{name: public, namespace: infra}]
          rules: [{backendRefs: [{name: web, port: 80}]}]
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: public, namespace: infra}
        spec: {gatewayClassName: CLASS}
        """
            .formatted(kind);

    Finding ofIstio = finding(set(route.replace("CLASS", "istio")));
    assertThat(ofIstio.severity()).isEqualTo(Severity.ERROR);
    assertThat(ofIstio.why()).contains("requests from outside by " + kind + "/shop/web");
    Manifests other = set(route.replace("CLASS", "cilium"));
    assertThat(finding(other).severity()).isEqualTo(Severity.WARNING);
    assertThat(fromGateways(other)).hasSize(1);
    assertThat(fromGateways(other).get(0).outcome().missing())
        .isEqualTo("whether cilium is in the mesh");
    String renamed =
        route.replace("CLASS", "edge")
            + """
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: GatewayClass
            metadata: {name: edge}
            spec: {controllerName: istio.io/gateway-controller}
            """;
    assertThat(finding(set(renamed)).severity()).isEqualTo(Severity.ERROR);
  }

  /** A route of a Service steers calls between pods. */
  @Test
  void gatewayApi_ofService() throws IOException {
    Manifests set =
        set(
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: web, namespace: shop}
            spec:
              parentRefs: [{kind: Service, group: "", name: web}]
              rules: [{backendRefs: [{name: web, port: 80}]}]
            """);

    assertThat(fromGateways(set)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ingressClassName: istio, defaultBackend: {service: {name: web, port: {number: 80}}}}",
        "{ingressClassName: istio, rules: [{http: {paths: [{backend: {service: {name: web, port:"
            + " {name: http}}}}]}}]}",
        "{ingressClassName: istio, rules: [{http: {paths: [{backend: {serviceName: web,"
            + " servicePort: 80}}]}}]}",
      })
  void ingress(String spec) throws IOException {
    String ingress =
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web, namespace: shop}
        spec: %s
        """
            .formatted(spec);

    assertThat(finding(set(ingress)).severity()).isEqualTo(Severity.ERROR);
    Manifests other = set(ingress.replace("istio", "nginx"));
    assertThat(finding(other).severity()).isEqualTo(Severity.WARNING);
    assertThat(fromGateways(other)).hasSize(1);
  }
}
