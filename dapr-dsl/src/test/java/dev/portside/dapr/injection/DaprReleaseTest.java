package dev.portside.dapr.injection;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.platform.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

class DaprReleaseTest {

  private static DaprRelease of(String version) {
    return DaprRelease.of(Version.of(version));
  }

  @Test
  void known_areAllMinorReleases() {
    List<String> known = DaprRelease.known().stream().map(Version::toString).toList();
    assertThat(known).containsAtLeast("0.8", "1.0", "1.10", "1.14", "1.18").inOrder();
    assertThat(known).hasSize(23);
  }

  @Test
  void minor_isItsNewestPatch() {
    assertThat(of("1.18").note()).isEmpty();
    assertThat(of("1.18").facts().isAtLeast(Version.of("1.18.3"))).isTrue();
    assertThat(of("1.18").facts().isAtLeast(Version.of("1.19"))).isFalse();
    assertThat(of("1.18.0").facts().isAtLeast(Version.of("1.18.3"))).isFalse();
    assertThat(of("v1.17.2").facts()).isEqualTo(Version.of("1.17.2"));
    assertThat(of("1.17").changed()).contains("enabled");
  }

  @Test
  void beyondAndBetween_areTheNearestOlder_andSaySo() {
    assertThat(of("1.19.1").note())
        .hasValue("Dapr 1.19.1 is not known; judged as 1.18, the nearest that is known");
    assertThat(of("1.19.1").facts().isAtLeast(Version.of("1.18.3"))).isTrue();
    assertThat(of("0.12").note())
        .hasValue("Dapr 0.12 is not known; judged as 0.11, the nearest that is known");
    assertThat(of("0.5").note())
        .hasValue("Dapr 0.5 is not known; judged as 0.8, the nearest that is known");
    assertThat(of("0.5").facts().isAtLeast(Version.of("0.8"))).isTrue();
  }

  @Test
  void annotations_areThoseOfTheRelease() {
    assertThat(AnnotationTable.at(Version.of("1.14")).find("dapr.io/grpc-port")).isNull();
    assertThat(AnnotationTable.at(Version.of("1.15")).find("dapr.io/grpc-port")).isNotNull();
    assertThat(
            AnnotationTable.at(Version.of("1.17"))
                .of("sidecar-liveness-probe-delay-seconds")
                .get(0)
                .fallback())
        .isEqualTo("3");
    assertThat(
            AnnotationTable.at(Version.of("1.18"))
                .of("sidecar-liveness-probe-delay-seconds")
                .get(0)
                .fallback())
        .isEqualTo("180");
    assertThat(AnnotationTable.since("grpc-port")).isEqualTo("1.15");
    assertThat(AnnotationTable.since("app-port")).isEqualTo("0.10");
    assertThat(AnnotationTable.since("app-binding-options-timeout"))
        .isEqualTo("1.16.18, 1.17.12, 1.18.3");
    assertThat(AnnotationTable.ignoredSince("dapr.io/id")).isEqualTo("1.0");
    assertThat(AnnotationTable.ignoredSince("dapr.io/http-stream-request-body")).isEqualTo("1.9");
  }
}
