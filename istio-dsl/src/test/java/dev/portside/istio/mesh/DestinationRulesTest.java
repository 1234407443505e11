package dev.portside.istio.mesh;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.istio.Vectors;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import dev.portside.traffic.Party;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DestinationRulesTest {

  private static final String CLIENT =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: client, namespace: clients, labels: {app: client}}
      """;

  private static final Host SERVER = Host.ofService("servers", "server");

  @ParameterizedTest
  @CsvSource({
    "server.servers.svc.cluster.local, DISABLE",
    "'*.servers.svc.cluster.local', DISABLE",
    "'*', DISABLE",
    "server.other.svc.cluster.local, NONE",
    "server.servers, NONE",
    "server, NONE",
  })
  void of_host(String host, TlsRule expected) {
    assertThat(of(rule("clients", host, "tls: {mode: DISABLE}", ""), 80)).isEqualTo(expected);
  }

  /** A short name is one of the rule's own namespace. */
  @Test
  void of_shortName() {
    assertThat(of(rule("servers", "server", "tls: {mode: DISABLE}", ""), 80))
        .isEqualTo(TlsRule.DISABLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tls: {mode: ISTIO_MUTUAL} | ISTIO_MUTUAL
          tls: {mode: SIMPLE}       | OTHER
          tls: {mode: MUTUAL}       | OTHER
          tls: {mode: DISABLE}      | DISABLE
          connectionPool: {}        | NONE
          tls: {mode: SIMPLE}, portLevelSettings: [{port: {number: 80}, tls: {mode: DISABLE}}] | DISABLE
          tls: {mode: SIMPLE}, portLevelSettings: [{port: {number: 80}}]                       | NONE
          tls: {mode: SIMPLE}, portLevelSettings: [{port: {number: 81}, tls: {mode: DISABLE}}] | OTHER
          """)
  void of_mode(String policy, TlsRule expected) {
    assertThat(of(rule("clients", SERVER.name(), policy, ""), 80)).isEqualTo(expected);
  }

  /**
   * The client's namespace, then the server's, then the mesh's; the exact host before a pattern.
   */
  @Test
  void of_nearest() {
    String mesh = rule("istio-system", "*", "tls: {mode: ISTIO_MUTUAL}", "");
    String server = rule("servers", SERVER.name(), "tls: {mode: SIMPLE}", "");
    String pattern = rule("clients", "*.cluster.local", "tls: {mode: ISTIO_MUTUAL}", "");
    String exact = rule("clients", SERVER.name(), "tls: {mode: DISABLE}", "");

    assertThat(of(mesh, 80)).isEqualTo(TlsRule.ISTIO_MUTUAL);
    assertThat(of(mesh + server, 80)).isEqualTo(TlsRule.OTHER);
    assertThat(of(mesh + server + pattern, 80)).isEqualTo(TlsRule.ISTIO_MUTUAL);
    assertThat(of(mesh + server + pattern + exact, 80)).isEqualTo(TlsRule.DISABLE);
    assertThat(of(mesh + server + exact + pattern, 80)).isEqualTo(TlsRule.DISABLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          servers | exportTo: [.]                                     | NONE
          servers | exportTo: [clients]                               | DISABLE
          clients | exportTo: [.]                                     | DISABLE
          clients | workloadSelector: {matchLabels: {app: client}}    | DISABLE
          clients | workloadSelector: {matchLabels: {app: other}}     | NONE
          servers | workloadSelector: {matchLabels: {app: client}}    | NONE
          """)
  void of_reach(String namespace, String reach, TlsRule expected) {
    String rule = rule(namespace, SERVER.name(), "tls: {mode: DISABLE}", reach);

    assertThat(of(rule, 80)).isEqualTo(expected);
  }

  private static String rule(String namespace, String host, String policy, String more) {
    return """
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: rule, namespace: %s}
    spec: {host: '%s', trafficPolicy: {%s}, %s}
    """
        .formatted(namespace, host, policy, more);
  }

  private static TlsRule of(String yaml, int port) {
    Manifests manifests = Vectors.manifests(Platform.today(), CLIENT + yaml);
    Party client = new Party.Pods(manifests.workloads().get(0));
    return new DestinationRules(manifests, "istio-system").of(client, SERVER, port);
  }
}
