package dev.portside.istio;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MisvaluesTest {

  private static final String TRAFFIC = "traffic.sidecar.istio.io/";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          excludeInboundPorts  | "'80, 90,'" | REJECTED
          excludeInboundPorts  | "'abc'"     | REJECTED
          excludeOutboundPorts | "'70000'"   | REJECTED
          excludeOutboundPorts | "'80-90'"   | REJECTED
          includeInboundPorts  | "'*,80'"    | REJECTED
          excludeOutboundPorts | "8080"      | REJECTED
          excludeOutboundPorts | "'080'"     | STOPS
          excludeOutboundPorts | "' '"       | STOPS
          includeInboundPorts  | "' '"       | STOPS
          includeOutboundPorts | "'80-90'"   | STOPS
          excludeOutboundPorts | "'0443'"    | MISREAD
          includeOutboundPorts | "'http'"    | MISREAD
          includeOutboundIPRanges | "'10.0.0.1'" | REJECTED
          """)
  void of_wrong(String key, String value, Misvalue.Effect effect) {
    List<Misvalue> found = of(TRAFFIC + key + ": " + value.replace("\"", ""), today());

    assertThat(found).hasSize(1);
    assertThat(found.get(0).key()).isEqualTo(TRAFFIC + key);
    assertThat(found.get(0).effect()).isEqualTo(effect);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          excludeInboundPorts  | '80, 90'
          excludeInboundPorts  | ' '
          excludeOutboundPorts | ''
          includeInboundPorts  | '*'
          includeOutboundPorts | '8000:9000'
          includeOutboundIPRanges | '*'
          """)
  void of_right(String key, String value) {
    assertThat(of("%s%s: '%s'".formatted(TRAFFIC, key, value), today())).isEmpty();
  }

  /** Beside an include list the exclusions are no rules, and nobody fails at them. */
  @Test
  void of_exclusionWithoutRule() {
    String both = "%1$sincludeInboundPorts: '80', %1$sexcludeInboundPorts: '080'";

    assertThat(of(both.formatted(TRAFFIC), today())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "traffic.sidecar.istio.io/excludeInterfaces, lo, STOPS",
    "traffic.sidecar.istio.io/excludeOutboundPorts, 15002, STOPS",
    "traffic.sidecar.istio.io/includeOutboundPorts, http, STOPS",
    "sidecar.istio.io/interceptionMode, NONE, STOPS",
    "sidecar.istio.io/nativeSidecar, False, MISREAD",
    "sidecar.istio.io/inject, yes, MISREAD",
    "status.sidecar.istio.io/port, ' 15777', MISREAD",
    "sidecar.istio.io/rewriteAppHTTPProbers, perhaps, MISREAD",
  })
  void of_cni(String key, String value, Misvalue.Effect effect) {
    List<Misvalue> found = of("%s: '%s'".formatted(key, value), today().withCni(true));

    assertThat(found).hasSize(1);
    assertThat(found.get(0).effect()).isEqualTo(effect);
  }

  private static IstioMesh today() {
    return Platform.today().get(IstioMesh.SECTION);
  }

  private static List<Misvalue> of(String annotations, IstioMesh mesh) {
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: pod, annotations: {%s}}
        """
            .formatted(annotations);
    Workload workload = Vectors.manifests(Platform.today(), yaml).workloads().get(0);
    return Misvalues.of(workload, mesh);
  }
}
