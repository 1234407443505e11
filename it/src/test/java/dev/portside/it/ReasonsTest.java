package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.Portside;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.platform.PlatformFile;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Setting;
import dev.portside.traffic.Traffic;
import dev.portside.yaml.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each setting that decides something is named by the reason: change it, and the reason changes.
 */
class ReasonsTest {

  /** A gateway calls port 8080, and daprd dials an address outside the cluster. */
  private static final String SET =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {%s}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: orders, namespace: shop}
      spec:
        selector: {matchLabels: {app: orders}}
        template:
          metadata:
            labels: {app: orders%s}
            annotations:
              dapr.io/enabled: "true"
              dapr.io/app-id: orders
              %s
          spec:
            hostNetwork: %s
            containers: [{name: orders, image: "orders:1"}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: orders, namespace: shop}
      spec: {selector: {app: orders}, ports: [{name: http, port: 80, targetPort: 8080}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: orders, namespace: shop}
      spec:
        ingressClassName: istio
        defaultBackend: {service: {name: orders, port: {number: 80}}}
      ---
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata: {name: store, namespace: shop}
      spec:
        type: state.redis
        version: v1
        metadata: [{name: redisHost, value: "10.9.8.7:6379"}]
      ---
      %s
      """;

  private static final String INJECTED = "istio-injection: enabled";

  @TempDir Path folder;

  private Traffic traffic(Platform platform, Object... parts) throws IOException {
    Path file = folder.resolve("set.yaml");
    Files.writeString(file, SET.formatted(parts));
    return Portside.traffic(Portside.read(file).on(platform));
  }

  private Traffic annotated(String annotation) throws IOException {
    return traffic(Platform.today(), INJECTED, "", annotation, "false", "");
  }

  private static End end(Traffic traffic, Direction direction) {
    Workload orders = traffic.manifests().workloads().get(0);
    int port = direction == Direction.INBOUND ? 8080 : 6379;
    List<End> ends =
        traffic.ends(orders).stream()
            .filter(end -> end.use().direction() == direction)
            .filter(end -> end.wire().port() == port)
            .toList();
    assertThat(ends).hasSize(1);
    return ends.get(0);
  }

  private static Flow call(Traffic traffic) {
    List<Flow> calls = traffic.flows().role("route");
    assertThat(calls).hasSize(1);
    return calls.get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INBOUND | traffic.sidecar.istio.io/excludeInboundPorts | \"8080\"",
        "INBOUND | traffic.sidecar.istio.io/includeInboundPorts | \"9999\"",
        "INBOUND | traffic.sidecar.istio.io/includeInboundPorts | \"8080\"",
        "INBOUND | traffic.sidecar.istio.io/includeInboundPorts | \"\"",
        "INBOUND | traffic.sidecar.istio.io/excludeInterfaces | eth0",
        "INBOUND | sidecar.istio.io/interceptionMode | NONE",
        "INBOUND | proxy.istio.io/config | 'interceptionMode: NONE'",
        "INBOUND | inject.istio.io/templates | grpc-agent",
        "OUTBOUND | traffic.sidecar.istio.io/excludeOutboundPorts | \"6379\"",
        "OUTBOUND | traffic.sidecar.istio.io/includeOutboundIPRanges | 10.1.0.0/16",
        "OUTBOUND | traffic.sidecar.istio.io/includeOutboundIPRanges | \"\"",
        "OUTBOUND | traffic.sidecar.istio.io/excludeOutboundIPRanges | 10.9.0.0/16",
        "OUTBOUND | traffic.sidecar.istio.io/includeOutboundPorts | \"6379\"",
        "OUTBOUND | sidecar.istio.io/interceptionMode | NONE",
      })
  void annotation_isNamedWhereItDecides(Direction direction, String key, String value)
      throws IOException {
    String written = "%s: %s".formatted(key, value.contains(": ") ? "\"" + value + "\"" : value);
    End before = end(annotated(""), direction);
    End after = end(annotated(written), direction);

    assertThat(after.verdict().reason()).isNotEqualTo(before.verdict().reason());
    Setting setting = after.verdict().setting();
    assertThat(setting.key()).isEqualTo(key);
    Position position = setting.source().position();
    assertThat(position).isNotNull();
    List<String> lines = Files.readAllLines(folder.resolve("set.yaml"));
    assertThat(lines.get(position.line() - 1)).contains(key);
  }

  @Test
  void meshDefault_isNamedWhereItDecides() throws IOException {
    Path file = folder.resolve("platform.yaml");
    Files.writeString(
        file, "istio: {excludeInboundPorts: \"8080\", excludeOutboundPorts: \"6379\"}\n");
    Platform excluding = PlatformFile.read(file);
    Traffic traffic = traffic(excluding, INJECTED, "", "", "false", "");

    for (Direction direction : new Direction[] {Direction.INBOUND, Direction.OUTBOUND}) {
      End after = end(traffic, direction);
      assertThat(after.verdict().reason())
          .isNotEqualTo(end(annotated(""), direction).verdict().reason());
      assertThat(after.verdict().setting().source().toString()).contains("mesh-wide default");
    }
  }

  @Test
  void whatKeepsTheSidecarOut_isNamed() throws IOException {
    String before = end(annotated(""), Direction.INBOUND).verdict().reason();
    Object[][] changes = {
      {"istio-injection=disabled", "istio-injection: disabled", "", "false"},
      {"sidecar.istio.io/inject", INJECTED, ", sidecar.istio.io/inject: \"false\"", "false"},
      {"the host's network", INJECTED, "", "true"},
    };
    for (Object[] change : changes) {
      Traffic traffic = traffic(Platform.today(), change[1], change[2], "", change[3], "");
      End after = end(traffic, Direction.INBOUND);
      assertThat(after.verdict().reason()).isNotEqualTo(before);
      assertThat(after.verdict().reason()).contains((String) change[0]);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: shop}
        spec: {mtls: {mode: DISABLE}}
        """,
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: orders, namespace: shop}
        spec: {host: orders, trafficPolicy: {tls: {mode: DISABLE}}}
        """,
      })
  void policy_changesTheOutcomesReason(String policy) throws IOException {
    Traffic traffic = traffic(Platform.today(), INJECTED, "", "", "false", policy);

    assertThat(call(traffic).outcome().reason())
        .isNotEqualTo(call(annotated("")).outcome().reason());
    assertThat(call(traffic).outcome().layers()).isEmpty();
  }

  @Test
  void strictAfterAnExclusion_changesTheOutcomesReason() throws IOException {
    String strict =
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: shop}
        spec: {mtls: {mode: STRICT}}
        """;
    Manifests set = traffic(Platform.today(), INJECTED, "", "", "false", strict).manifests();
    String excluded = "traffic.sidecar.istio.io/excludeInboundPorts: \"8080\"";

    assertThat(call(Portside.traffic(set)).outcome().layers()).containsExactly("istio-mtls");
    assertWithMessage("the gateway's mTLS meets the app itself")
        .that(call(annotated(excluded)).outcome().reason())
        .contains("the server excludes the port");
  }
}
