package dev.portside.dapr;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.platform.Version;
import dev.portside.traffic.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaprPortsTest {

  /** Our roles by the names of the reference; its other rows are no fixed ports of a sidecar. */
  private static final Map<String, String> ROLES =
      Map.ofEntries(
          Map.entry("operator-api", "dapr-api"),
          Map.entry("sentry-ca", "dapr-sentry"),
          Map.entry("placement", "dapr-placement"),
          Map.entry("scheduler", "dapr-scheduler"),
          Map.entry("scheduler-watchhosts", "dapr-scheduler"),
          Map.entry("scheduler-jobs", "dapr-scheduler-jobs"),
          Map.entry("dapr-internal", "dapr-internal"),
          Map.entry("dapr-http", "dapr-http"),
          Map.entry("dapr-grpc", "dapr-grpc"),
          Map.entry("dapr-public", "dapr-public"),
          Map.entry("dapr-metrics", "dapr-metrics"),
          Map.entry("dapr-profiling", "dapr-profiling"),
          Map.entry("dapr-debug", "dapr-debug"),
          Map.entry("kubernetes-api", "kubernetes-api"),
          Map.entry("dns", "dns"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.8.0", "0.11.3", "1.0.0", "1.1.0", "1.2.0", "1.3.1", "1.4.0", "1.10.0", "1.11.6",
        "1.12.0", "1.12.5", "1.13.0", "1.14.0", "1.14.5", "1.15.0", "1.16.0", "1.17.0", "1.18.3"
      })
  void at_isWhatTheReferenceSays(String release) throws IOException {
    Version version = Version.of(release);
    Set<String> expected = new TreeSet<>();
    List<String> lines = Files.readAllLines(Shared.file("reference/dapr-ports.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      boolean holds =
          version.isAtLeast(Version.of(cells[0]))
              && (cells[1].equals("current") || Version.of(cells[1]).isAtLeast(version));
      if (holds && ROLES.containsKey(cells[3])) {
        expected.add(ROLES.get(cells[3]) + " " + cells[4] + " " + cells[2]);
      }
    }

    Set<String> actual =
        DaprPorts.at(version).stream()
            .map(port -> port.role() + " " + port.direction().word() + " " + port.port())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(expected).isNotEmpty();
    assertWithMessage(release).that(actual).isEqualTo(expected);
  }

  @Test
  void bypass_isAskedForWhatDaprEncrypts() {
    for (DaprPorts.Port port : DaprPorts.at(Version.of("1.18"))) {
      boolean own = !port.group().equals("cluster");
      assertThat(port.need() == Need.BYPASS).isEqualTo(own && port.protection().isEncrypted());
    }
  }

  @Test
  void setting_movesThePortOnlyWhereItIsRead() {
    assertThat(internal("1.14").setting()).isEmpty();
    assertThat(internal("1.15").setting()).isEqualTo("internal-grpc-port");
  }

  private static DaprPorts.Port internal(String version) {
    return DaprPorts.at(Version.of(version)).stream()
        .filter(port -> port.role().equals("dapr-internal"))
        .findFirst()
        .orElseThrow();
  }
}
