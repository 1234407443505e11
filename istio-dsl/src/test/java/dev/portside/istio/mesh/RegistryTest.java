package dev.portside.istio.mesh;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.istio.Vectors;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegistryTest {

  private static final String CLIENT =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: client, namespace: clients, labels: {app: client}}
      """;

  private static final String SERVICE =
      """
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: server, namespace: servers, annotations: {networking.istio.io/exportTo: '%s'}}
      """;

  private static final String SIDECAR =
      """
      ---
      apiVersion: networking.istio.io/v1
      kind: Sidecar
      metadata: {name: %s, namespace: %s}
      spec: %s
      """;

  private static final Peer.Service SERVER = new Peer.Service("servers", "server", 80);

  @ParameterizedTest
  @CsvSource({
    "*, true",
    "clients, true",
    "'other, clients', true",
    "., false",
    "~, false",
    "other, false",
  })
  void knows_exportTo(String exportTo, boolean known) {
    assertThat(knows(SERVICE.formatted(exportTo))).isEqualTo(known);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {egress: [{hosts: ['*/*']}]}                                     | true
          {egress: [{hosts: [servers/*]}]}                                 | true
          {egress: [{hosts: [./*, servers/server.servers.svc.cluster.local]}]} | true
          {egress: [{hosts: ['*/*.svc.cluster.local']}]}                   | true
          {egress: [{hosts: [servers/other.servers.svc.cluster.local]}]}   | false
          {egress: [{hosts: [./*]}]}                                       | false
          {egress: [{hosts: [~/*]}]}                                       | false
          {egress: [{hosts: [servers/*], port: {number: 81}}]}             | false
          {egress: [{hosts: [servers/*], port: {number: 80}}]}             | true
          {outboundTrafficPolicy: {mode: REGISTRY_ONLY}}                   | true
          """)
  void knows_sidecarEgress(String spec, boolean known) {
    assertThat(knows(SIDECAR.formatted("default", "clients", spec))).isEqualTo(known);
    assertThat(knows(SIDECAR.formatted("default", "istio-system", spec))).isEqualTo(known);
    assertThat(knows(SIDECAR.formatted("default", "servers", spec))).isTrue();
  }

  /** The Sidecar that selects the pods wins over the namespace's, and that over the mesh's. */
  @Test
  void closesEgress_nearestSidecar() {
    String mesh = SIDECAR.formatted("mesh", "istio-system", mode("REGISTRY_ONLY", ""));
    String namespace = SIDECAR.formatted("namespace", "clients", mode("ALLOW_ANY", ""));
    String pods = SIDECAR.formatted("pods", "clients", mode("REGISTRY_ONLY", "client"));
    String others = SIDECAR.formatted("others", "clients", mode("REGISTRY_ONLY", "other"));

    assertThat(closesEgress("")).isFalse();
    assertThat(closesEgress(mesh)).isTrue();
    assertThat(closesEgress(mesh + namespace)).isFalse();
    assertThat(closesEgress(mesh + namespace + pods)).isTrue();
    assertThat(closesEgress(mesh + namespace + others)).isFalse();
  }

  private static String mode(String mode, String app) {
    String selector = app.isEmpty() ? "" : ", workloadSelector: {labels: {app: %s}}".formatted(app);
    return "{outboundTrafficPolicy: {mode: %s}%s}".formatted(mode, selector);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {hosts: [api.example.com], ports: [{number: 443, name: tls, protocol: TLS}]}    | TCP
          {hosts: ['*.example.com'], ports: [{number: 443, name: x, protocol: HTTP}]}     | HTTP
          {hosts: [api.example.com], ports: [{number: 80, name: http, protocol: HTTP}]}   | ''
          {hosts: [other.example.com], ports: [{number: 443, name: tls, protocol: TLS}]}  | ''
          {hosts: [api.example.com], exportTo: [.], ports: [{number: 443, protocol: TLS}]} | ''
          """)
  void entry(String spec, String declared) {
    String entry =
        """
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {name: api, namespace: egress}
        spec: %s
        """
            .formatted(spec);
    Manifests manifests = Vectors.manifests(Platform.today(), CLIENT + entry);

    Optional<Registry.Entry> found =
        registry(manifests).entry(client(manifests), new Peer.Host("api.example.com", 443));

    assertThat(found.map(e -> e.declared().name()).orElse("")).isEqualTo(declared);
  }

  private static boolean knows(String yaml) {
    Manifests manifests = Vectors.manifests(Platform.today(), CLIENT + yaml);
    return registry(manifests).knows(client(manifests), SERVER);
  }

  private static boolean closesEgress(String yaml) {
    Manifests manifests = Vectors.manifests(Platform.today(), CLIENT + yaml);
    Registry registry = registry(manifests);
    return registry.closesEgress(registry.sidecar(client(manifests)));
  }

  private static Registry registry(Manifests manifests) {
    return new Registry(manifests, manifests.platform().get(IstioMesh.SECTION));
  }

  private static Party client(Manifests manifests) {
    return new Party.Pods(manifests.workloads().get(0));
  }
}
