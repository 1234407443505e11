package dev.portside.istio.annotation;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.istio.RecordedPlatform;
import dev.portside.istio.Vectors;
import dev.portside.istio.annotation.ValueProblem.Kind;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.pod.MeshValues;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnnotationValuesTest {

  private static final String TRAFFIC = "traffic.sidecar.istio.io/";

  private static IstioMesh today() {
    return Platform.today().get(IstioMesh.SECTION);
  }

  private static List<ValueProblem> problems(IstioMesh mesh, Mapping annotations) {
    Workload pod =
        new RecordedPlatform(Mapping.empty()).pod(Mapping.empty(), annotations, Mapping.empty());
    return AnnotationValues.of(pod, mesh);
  }

  private static void judge(
      IstioMesh mesh, String key, String value, String kind, String repaired) {
    List<ValueProblem> problems = problems(mesh, Mapping.of(key, value));
    if (kind.equals("fine")) {
      assertWithMessage("%s \"%s\"", key, value).that(problems).isEmpty();
      return;
    }
    assertWithMessage("%s \"%s\"", key, value).that(problems).hasSize(1);
    ValueProblem problem = problems.get(0);
    assertThat(problem.kind()).isEqualTo(Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
    assertThat(String.valueOf(problem.repaired())).isEqualTo(repaired);
    assertThat(problem.why()).isNotEmpty();
    if (problem.repaired() != null) {
      assertWithMessage("repaired %s", problem)
          .that(problems(mesh, Mapping.of(key, problem.repaired())))
          .isEmpty();
    }
  }

  /** The kind in capitals; what an edit would write, {@code null} for none. */
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "excludeInboundPorts|80, 90,|rejected|80,90",
        "excludeInboundPorts|abc|rejected|null",
        "excludeInboundPorts|0443|means_else|443",
        "excludeInboundPorts|080|breaks|80",
        "excludeInboundPorts|~ ~|odd|",
        "excludeInboundPorts|70000|rejected|null",
        "excludeInboundPorts|80-90|rejected|null",
        "excludeInboundPorts|*|rejected|null",
        "excludeInboundPorts|*,80|rejected|null",
        "excludeInboundPorts|80, 90|fine|",
        "excludeInboundPorts||fine|",
        "includeInboundPorts|80, 90,|rejected|80,90",
        "includeInboundPorts|abc|rejected|null",
        "includeInboundPorts|0443|means_else|443",
        "includeInboundPorts|080|breaks|80",
        "includeInboundPorts|~ ~|breaks|null",
        "includeInboundPorts|70000|rejected|null",
        "includeInboundPorts|80-90|rejected|null",
        "includeInboundPorts|*,80|rejected|null",
        "includeInboundPorts| *|rejected|*",
        "includeInboundPorts|*|fine|",
        "includeInboundPorts||fine|",
        "excludeOutboundPorts|80, 90,|rejected|80,90",
        "excludeOutboundPorts|abc|rejected|null",
        "excludeOutboundPorts|0443|means_else|443",
        "excludeOutboundPorts|010,443|means_else|10,443",
        "excludeOutboundPorts|080|breaks|80",
        "excludeOutboundPorts|~ ~|breaks|",
        "excludeOutboundPorts|70000|rejected|null",
        "excludeOutboundPorts|80-90|rejected|null",
        "excludeOutboundPorts|*,80|rejected|null",
        "excludeOutboundPorts|-80|rejected|null",
        "includeOutboundPorts|443,|fine|",
        "includeOutboundPorts|443, |breaks|443",
        "includeOutboundPorts|api|breaks|null",
        "includeOutboundPorts|http|breaks|null",
        "includeOutboundPorts|0443|means_else|443",
        "includeOutboundPorts|8000:9000|fine|",
        "includeOutboundPorts|0x50|fine|",
        "includeOutboundPorts|80-90|breaks|null",
        "includeOutboundPorts|*|breaks|null",
        "includeOutboundIPRanges|10.0.0.1|rejected|10.0.0.1/32",
        "includeOutboundIPRanges|10.0.0.0/8, 172.16.0.0/12|rejected|10.0.0.0/8,172.16.0.0/12",
        "includeOutboundIPRanges|*|fine|",
        "includeOutboundIPRanges|fd00::1|rejected|fd00::1/128",
        "excludeOutboundIPRanges|*|rejected|null",
        "excludeOutboundIPRanges|example.com|rejected|null",
        "excludeInterfaces|eth1, net1|fine|",
        "excludeInterfaces|eth1,|rejected|eth1",
        "excludeInterfaces|lo|fine|",
      })
  void traffic(String name, String value, String kind, String repaired) {
    String text = value == null ? "" : value;
    judge(today(), TRAFFIC + name, text, kind, repaired == null ? "" : repaired);
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "sidecar.istio.io/interceptionMode|redirect|rejected|REDIRECT",
        "sidecar.istio.io/interceptionMode|NONE|fine|",
        "sidecar.istio.io/interceptionMode|SOMETIMES|rejected|null",
        "status.sidecar.istio.io/port|15777|fine|",
        "status.sidecar.istio.io/port| 15777 |means_else|15777",
        "status.sidecar.istio.io/port|015020|means_else|15020",
        "status.sidecar.istio.io/port|089|breaks|89",
        "status.sidecar.istio.io/port|none|rejected|null",
        "sidecar.istio.io/nativeSidecar|False|means_else|false",
        "sidecar.istio.io/nativeSidecar|0|means_else|false",
        "sidecar.istio.io/nativeSidecar|TRUE|fine|",
        "sidecar.istio.io/nativeSidecar|false|fine|",
        "sidecar.istio.io/nativeSidecar|perhaps|means_else|null",
        "sidecar.istio.io/rewriteAppHTTPProbers|no|means_else|false",
        "sidecar.istio.io/rewriteAppHTTPProbers|yes|fine|",
        "sidecar.istio.io/rewriteAppHTTPProbers|F|fine|",
        "prometheus.istio.io/merge-metrics|no|rejected|false",
        "readiness.status.sidecar.istio.io/periodSeconds|15s|rejected|null",
        "readiness.status.sidecar.istio.io/periodSeconds| 15|rejected|15",
        "sidecar.istio.io/proxyCPU|100 m|rejected|null",
        "proxy.istio.io/config|statusPort: many|rejected|null",
        "proxy.istio.io/config|statusPort: 15021|fine|",
        "example.com/anything|80, 90,|fine|",
      })
  void others(String key, String value, String kind, String repaired) {
    judge(today(), key, value, kind, String.valueOf(repaired));
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "sidecar.istio.io/interceptionMode|NONE|breaks|null",
        "traffic.sidecar.istio.io/includeOutboundPorts|443,|breaks|443",
        "traffic.sidecar.istio.io/includeOutboundPorts|8000:9000|breaks|null",
        "traffic.sidecar.istio.io/includeOutboundPorts|http|breaks|null",
        "traffic.sidecar.istio.io/excludeInterfaces|lo|breaks|null",
        "traffic.sidecar.istio.io/excludeOutboundPorts|15002|breaks|null",
        "traffic.sidecar.istio.io/excludeOutboundPorts|15003|fine|",
      })
  void cni(String key, String value, String kind, String repaired) {
    judge(today().withCni(true), key, value, kind, String.valueOf(repaired));
  }

  @Test
  void notValidatedYet() {
    Mapping interfaces = Mapping.of(TRAFFIC + "excludeInterfaces", "eth1,");

    assertThat(problems(today().withVersion("1.29"), interfaces)).isEmpty();
  }

  /** An exclusion that an include list switches off is in no rule. */
  @Test
  void notRead() {
    Mapping annotations =
        Mapping.builder()
            .put(TRAFFIC + "includeInboundPorts", "80")
            .put(TRAFFIC + "excludeInboundPorts", "090")
            .build();

    assertThat(problems(today(), annotations)).isEmpty();
  }

  /** Each problem that was recorded is told, and none where all went well. */
  @Test
  void recorded() {
    Vectors.Judge judge = new Vectors.Judge("istio-capture-configs.jsonl");
    for (Mapping line : Vectors.json("istio-capture-configs.jsonl")) {
      RecordedPlatform platform = new RecordedPlatform(line.mapping("platform"));
      Workload pod =
          platform.pod(line.mapping("podLabels"), line.mapping("podAnnotations"), Mapping.empty());
      List<Kind> kinds =
          AnnotationValues.of(pod, platform.mesh()).stream()
              .filter(problem -> !problem.what().contains("istio-validation"))
              .map(ValueProblem::kind)
              .toList();
      String id = line.findText("config").orElseThrow();
      boolean rejected = !line.findText("rejected").orElse("").isEmpty();
      boolean programmed = "true".equals(line.text("programmed"));
      boolean meshWide = MeshValues.refusal(platform.mesh()) != null || listsOfMesh(line);
      String ports =
          line.mapping("podAnnotations").findText(TRAFFIC + "includeOutboundPorts").orElse("");
      boolean named = ports.matches(".*[a-wyz].*");
      String difference = "";
      if (rejected != kinds.contains(Kind.REJECTED)) {
        difference = "rejected %s, told %s".formatted(rejected, kinds);
      } else if (!rejected && !meshWide && !named && programmed == kinds.contains(Kind.BREAKS)) {
        difference = "programmed %s, told %s".formatted(programmed, kinds);
      }
      judge.judge(id, difference);
    }
    judge.finish();
  }

  /** What the whole mesh excludes or includes may break a pod that has no annotation. */
  private static boolean listsOfMesh(Mapping line) {
    return line.mapping("platform").keys().stream().anyMatch(key -> key.startsWith("mesh"));
  }
}
