package dev.portside.istio.capture;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.istio.Vectors;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Source;
import dev.portside.platform.Platform;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Exemption;
import dev.portside.traffic.Tri;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PodCaptureTest {

  @Test
  void verdict_portUnknown() {
    PodCapture some = pod("traffic.sidecar.istio.io/includeInboundPorts: '80'");
    PodCapture none = pod("traffic.sidecar.istio.io/includeInboundPorts: ''");
    PodCapture excluding = pod("traffic.sidecar.istio.io/excludeOutboundPorts: '80'");

    assertThat(some.inbound(0).captured()).isEqualTo(Tri.UNKNOWN);
    assertThat(some.outbound(0).captured()).isEqualTo(Tri.YES);
    assertThat(none.inbound(0).captured()).isEqualTo(Tri.NO);
    assertThat(excluding.outbound(0).captured()).isEqualTo(Tri.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"eth0, NO", "'net1, eth0', NO", "net1, YES", "'', YES"})
  void verdict_excludeInterfaces(String interfaces, Tri captured) {
    PodCapture pod = pod("traffic.sidecar.istio.io/excludeInterfaces: '%s'".formatted(interfaces));

    assertThat(pod.inbound(80).captured()).isEqualTo(captured);
    assertThat(pod.outbound(80).captured()).isEqualTo(captured);
  }

  /** The annotation of its own beats the one that holds the whole configuration. */
  @Test
  void verdict_modeOfProxyConfig() {
    String config = "proxy.istio.io/config: 'interceptionMode: NONE'";

    assertThat(pod(config).inbound(80).captured()).isEqualTo(Tri.NO);
    assertThat(pod(config).inbound(80).setting().key()).isEqualTo("proxy.istio.io/config");
    assertThat(pod(config + ", sidecar.istio.io/interceptionMode: REDIRECT").inbound(80).captured())
        .isEqualTo(Tri.YES);
  }

  @Test
  void inbound_tunnelUnderTproxy() {
    assertThat(pod("").inbound(15008).captured()).isEqualTo(Tri.NO);
    assertThat(pod("sidecar.istio.io/interceptionMode: TPROXY").inbound(15008).captured())
        .isEqualTo(Tri.YES);
  }

  /** Where no range is captured, an excluded one changes nothing. */
  @Test
  void outbound_noRangeIncluded() {
    String none = "traffic.sidecar.istio.io/includeOutboundIPRanges: ''";
    String excluded = ", traffic.sidecar.istio.io/excludeOutboundIPRanges: 10.0.0.0/8";
    String listed = ", traffic.sidecar.istio.io/includeOutboundPorts: '80'";

    assertThat(pod(none + excluded).outbound(80).captured()).isEqualTo(Tri.NO);
    assertThat(pod(none + listed).outbound(80).captured()).isEqualTo(Tri.YES);
    assertThat(pod(none + excluded + listed).outbound(80).captured()).isEqualTo(Tri.UNKNOWN);
  }

  /** What no rule tool reads can still be taken out of the list. */
  @Test
  void exemptions_unreadable() {
    List<Exemption> exemptions =
        pod("traffic.sidecar.istio.io/excludeOutboundPorts: '443,http'").edits().exemptions();

    assertThat(exemptions).hasSize(2);
    assertThat(exemptions.get(1).direction()).isEqualTo(Direction.OUTBOUND);
    assertThat(((Edit.RemoveFromList) exemptions.get(1).removal()).values())
        .containsExactly("http");
  }

  @Test
  void carriesAtStart_held() {
    String classic = "sidecar.istio.io/nativeSidecar: 'false'";

    assertThat(pod(classic).carriesAtStart()).isEqualTo(Tri.NO);
    assertThat(
            pod(classic + ", proxy.istio.io/config: 'holdApplicationUntilProxyStarts: true'")
                .carriesAtStart())
        .isEqualTo(Tri.YES);
    assertThat(pod(classic + ", proxy.istio.io/config: '{'").carriesAtStart()).isEqualTo(Tri.NO);
    assertThat(pod(classic + ", proxy.istio.io/config: ''").carriesAtStart()).isEqualTo(Tri.NO);
  }

  private static PodCapture pod(String annotations) {
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: pod, annotations: {%s}}
        """
            .formatted(annotations);
    return new PodCapture(
        Vectors.manifests(Platform.today(), yaml).workloads().get(0),
        Platform.today().get(IstioMesh.SECTION),
        new Source("mesh", 0, null));
  }
}
