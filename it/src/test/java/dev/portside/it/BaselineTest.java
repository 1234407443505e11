package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.Portside;
import dev.portside.check.Baseline;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a baseline accepts stays accepted while the manifests around it change. */
class BaselineTest {

  private static final String COMPONENT =
      """
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata: {name: store, namespace: shop}
      spec:
        type: state.redis
        version: v1
        metadata:
          - {name: redisHost, value: "redis.data:6379"}
          - {name: redisPassword, value: planted}
      """;

  @TempDir Path folder;

  private Findings check(String yaml) throws IOException {
    Path file = folder.resolve("store.yaml");
    Files.writeString(file, yaml);
    return Portside.check(Portside.read(file));
  }

  private static List<String> plain(Findings findings) {
    return findings.stream()
        .filter(finding -> finding.rule().id().equals("dapr-component-plain-secret"))
        .map(Finding::message)
        .toList();
  }

  @Test
  void anItemBeforeIt_changesNothing() throws IOException {
    Findings today = check(COMPONENT);
    assertThat(plain(today)).hasSize(1);
    Baseline baseline = Baseline.read("baseline.json", Baseline.of(today).toJson());

    String longer =
        COMPONENT.replace(
            "    - {name: redisPassword",
            "    - {name: redisDB, value: \"0\"}\n    - {name: redisPassword");
    Findings tomorrow = check(longer);
    assertThat(plain(tomorrow)).hasSize(1);
    assertThat(plain(baseline.accept(tomorrow))).isEmpty();
  }

  @Test
  void anotherOfTheKind_isReported() throws IOException {
    Baseline baseline = Baseline.of(check(COMPONENT));

    String two = COMPONENT + "    - {name: sentinelPassword, value: planted}\n";
    assertThat(plain(baseline.accept(check(two)))).hasSize(1);
  }
}
