package dev.portside.it.cluster;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.cluster.Applied;
import dev.portside.cluster.Applier;
import dev.portside.cluster.ApplyException;
import dev.portside.cluster.Difference;
import dev.portside.cluster.PortsideCluster;
import dev.portside.manifest.Manifests;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever is done with a Secret, its value is in nothing that Portside says. */
class PlantedSecretTest {

  private static final String PLANTED = "pl4nted-value";
  private static final String ENCODED = "cGw0bnRlZC12YWx1ZQ==";

  private static final String SECRET =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: planted}
      data: {password: ENCODED}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: plain}
      stringData: {password: PLANTED}
      """
          .replace("ENCODED", ENCODED)
          .replace("PLANTED", PLANTED);

  private final List<String> said = new ArrayList<>();

  @Test
  void nothingSaysIt() {
    ControlPlane plane = ControlPlane.shared();
    String namespace = plane.namespace();
    Applier applier = PortsideCluster.applier(plane.client()).listening(this::hear);
    Manifests set = Sets.of(namespace, SECRET);

    hear(set);
    hear(applier.diff(set));
    hear(applier.dryRun().apply(set).resources());
    hear(applier.apply(set).await(Duration.ofSeconds(10)).resources());
    hear(applier.diff(Sets.of(namespace, SECRET.replace("password", "other"))));
    plane.kubectl(
        "-n", namespace, "patch", "secret", "planted", "-p", "{\"data\":{\"password\":\"eA==\"}}");
    hear(assertThrows(ApplyException.class, () -> applier.apply(set)));
    hear(applier.diff(set));
    hear(
        assertThrows(
            ApplyException.class,
            () -> applier.apply(Sets.of(namespace, SECRET.replace(ENCODED, ENCODED + "!")))));
    hear(applier.delete(set, Duration.ofSeconds(20)));

    for (String each : said) {
      assertThat(each).doesNotContain(PLANTED);
      assertThat(each).doesNotContain(ENCODED);
    }
    assertThat(said.size()).isAtLeast(15);
  }

  private void hear(Applied applied) {
    said.add(applied.toString());
  }

  private void hear(Object something) {
    said.add(something.toString());
    if (something instanceof Exception e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      said.add(trace.toString());
    }
    if (something instanceof List<?> list) {
      for (Object each : list) {
        said.add(each instanceof Difference difference ? difference.text() : each.toString());
      }
    }
  }
}
