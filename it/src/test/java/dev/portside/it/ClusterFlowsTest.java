package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.Portside;
import dev.portside.check.Finding;
import dev.portside.manifest.Manifests;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Flows;
import dev.portside.traffic.Outcome.Result;
import dev.portside.traffic.Tri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the cluster itself asks of pods: the kubelet's probes, and scrapers. */
class ClusterFlowsTest {

  private static final String MESHED =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {istio-injection: enabled}}
      ---
      """;

  private static final String STRICT =
      """
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata: {name: default, namespace: shop}
      spec: {mtls: {mode: STRICT}}
      ---
      """;

  private static final String HTTP = "readinessProbe: {httpGet: {path: /, port: web}}";

  private static final String UNREWRITTEN = "sidecar.istio.io/rewriteAppHTTPProbers: \"false\"";

  @TempDir Path folder;

  private Manifests set(String world, String annotations, String probes) throws IOException {
    String deployment =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: orders, namespace: shop}
        spec:
          selector: {matchLabels: {app: orders}}
          template:
            metadata:
              labels: {app: orders}
              annotations: {%s}
            spec:
              containers:
                - name: orders
                  image: "orders:1"
                  ports: [{name: web, containerPort: 8080}]
                  %s
        """
            .formatted(annotations, probes);
    Path file = folder.resolve("set.yaml");
    Files.writeString(file, world + deployment);
    return Portside.read(file);
  }

  private static Flow only(Manifests set, String from) {
    Flows flows = Portside.traffic(set).flows().from(from);
    assertThat(flows).hasSize(1);
    return flows.get(0);
  }

  private static void assertAsks(Flow flow, String process, int port, Result result) {
    assertThat(flow.server().use().process()).isEqualTo(process);
    assertThat(flow.meeting().wire().port()).isEqualTo(port);
    assertThat(flow.outcome().result()).isEqualTo(result);
  }

  private static List<String> rules(Manifests set) {
    return Portside.check(set).stream().map(finding -> finding.rule().id()).toList();
  }

  @Test
  void rewritten_goesToTheSidecarWhateverThePolicy() throws IOException {
    Manifests set = set(MESHED + STRICT, "", HTTP);
    Flow flow = only(set, "kubelet");

    assertAsks(flow, "istio-proxy", 15020, Result.PLAINTEXT);
    assertThat(flow.server().captured()).isEqualTo(Tri.NO);
    assertThat(flow.outcome().policiesEnforced()).isEqualTo(Tri.NO);
    assertThat(flow.outcome().reason()).contains("agent answers");
    assertThat(rules(set)).isEmpty();
  }

  @Test
  void rewritten_toTheStatusPortOfThePod() throws IOException {
    Manifests set = set(MESHED + STRICT, "status.sidecar.istio.io/port: \"15777\"", HTTP);

    assertAsks(only(set, "kubelet"), "istio-proxy", 15777, Result.PLAINTEXT);
  }

  @Test
  void unrewritten_isRefusedUnderStrict() throws IOException {
    Manifests set = set(MESHED + STRICT, UNREWRITTEN, HTTP);

    assertAsks(only(set, "kubelet"), "app", 8080, Result.BROKEN);
    assertThat(rules(set)).containsExactly("istio-probe-captured");
  }

  @Test
  void unrewritten_worksWithoutStrict() throws IOException {
    assertAsks(only(set(MESHED, UNREWRITTEN, HTTP), "kubelet"), "app", 8080, Result.PLAINTEXT);
  }

  @Test
  void statusPortCaptured_isRefusedUnderStrict() throws IOException {
    String listed = "traffic.sidecar.istio.io/includeInboundPorts: \"8080,15020\"";
    Manifests set = set(MESHED + STRICT, listed, HTTP);

    assertAsks(only(set, "kubelet"), "istio-proxy", 15020, Result.BROKEN);
    List<Finding> findings = Portside.check(set).of("istio-probe-captured");
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).field().last()).endsWith("includeInboundPorts");
    Manifests fixed = set.with(findings.get(0).edits());
    assertThat(rules(fixed)).isEmpty();
    assertAsks(only(fixed, "kubelet"), "istio-proxy", 15020, Result.PLAINTEXT);
  }

  @Test
  void injectedSidecar_isAskedToo() throws IOException {
    String dapr = "dapr.io/enabled: \"true\", dapr.io/app-id: orders, ";
    Manifests rewritten = set(MESHED + STRICT, dapr, "");
    assertAsks(only(rewritten, "kubelet"), "istio-proxy", 15020, Result.PLAINTEXT);
    assertThat(rules(rewritten)).doesNotContain("istio-probe-captured");

    Manifests raw = set(MESHED + STRICT, dapr + UNREWRITTEN, "");
    assertAsks(only(raw, "kubelet"), "daprd", 3501, Result.BROKEN);
    List<Finding> findings = Portside.check(raw).of("istio-probe-captured");
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).message()).contains("asks daprd on port 3501");
  }

  @Test
  void withoutSidecar_isAskedDirectly() throws IOException {
    String https = "livenessProbe: {httpGet: {port: 8443, scheme: HTTPS}}";
    Flow flow = only(set("", "sidecar.istio.io/inject: \"false\"", https), "kubelet");

    assertAsks(flow, "app", 8443, Result.PROTECTED);
    assertThat(flow.outcome().layers()).containsExactly("tls");
  }

  @Test
  void ambient_leavesProbesAlone() throws IOException {
    String world =
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
        ---
        """;

    assertAsks(only(set(world + STRICT, "", HTTP), "kubelet"), "app", 8080, Result.PLAINTEXT);
  }

  @Test
  void probesOfOnePort_areOneConnection_andThoseOfAHostOrAProgramNone() throws IOException {
    String probes =
        """
        livenessProbe: {tcpSocket: {port: 8080}}
                  readinessProbe: {httpGet: {port: 8080}}
                  startupProbe: {exec: {command: [ready]}}\
        """;
    assertThat(only(set("", "", probes), "kubelet").count()).isEqualTo(1);

    String elsewhere = "readinessProbe: {httpGet: {port: 8080, host: db.example.com}}";
    assertThat(Portside.traffic(set("", "", elsewhere)).flows()).isEmpty();
  }

  @Test
  void announcedMetrics_areScrapedFromTheSidecar() throws IOException {
    String scraped = "prometheus.io/scrape: \"true\", prometheus.io/port: \"9102\"";
    Manifests merged = set(MESHED + STRICT, scraped, "");
    assertAsks(only(merged, "scraper"), "istio-proxy", 15020, Result.PLAINTEXT);

    String apart = scraped + ", prometheus.istio.io/merge-metrics: \"false\"";
    Flow flow = only(set(MESHED + STRICT, apart, ""), "scraper");
    assertAsks(flow, "app", 9102, Result.UNKNOWN);
    assertThat(flow.outcome().missing()).isEqualTo("whether anything scrapes it, and how");
    assertAsks(only(set(MESHED, apart, ""), "scraper"), "app", 9102, Result.PLAINTEXT);
  }

  /** Whether anybody scrapes is not known: a scraper that would be refused is no finding. */
  @Test
  void metrics_areNoFinding() throws IOException {
    String dapr = "dapr.io/enabled: \"true\", dapr.io/app-id: orders";
    Manifests set = set(MESHED + STRICT, dapr, "");

    assertAsks(only(set, "scraper"), "daprd", 9090, Result.UNKNOWN);
    assertThat(rules(set)).doesNotContain("flow-broken");
  }
}
