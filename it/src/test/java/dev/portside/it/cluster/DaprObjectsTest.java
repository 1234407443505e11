package dev.portside.it.cluster;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.dapr.DaprRuntime;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Part;
import dev.portside.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the builders of Dapr's resources make, a real API server takes, strict as it can be. */
class DaprObjectsTest {

  private static final int OBJECTS = 300;

  /** The release of the definitions that are installed. */
  private static final String NEWEST = "1.19";

  @TempDir Path folder;

  @Test
  void everyObject_isTaken() throws IOException {
    ControlPlane plane = ControlPlane.shared();
    plane.installCrds();
    String namespace = plane.namespace();
    long seed = new Random().nextLong();
    Platform today = Platform.today();
    Platform newest =
        today.with(DaprRuntime.SECTION, today.get(DaprRuntime.SECTION).withVersion(NEWEST));
    RandomDaprObjects objects = new RandomDaprObjects(new Random(seed));
    Manifests.Builder set = Manifests.in(namespace).on(newest);
    for (int i = 0; i < OBJECTS; i++) {
      Part object = objects.next("object-" + i);
      set.add(object);
    }
    Path file = Files.writeString(folder.resolve("set.yaml"), set.build().toYaml());

    String said;
    try {
      said =
          plane.kubectl("create", "--dry-run=server", "--validate=strict", "-f", file.toString());
    } catch (IllegalStateException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
    assertWithMessage("seed %s", seed).that(said.lines().count()).isEqualTo(OBJECTS);
  }

  /** A test that the server takes all of says nothing if it would take anything. */
  @Test
  void wrongObject_isRefused() throws IOException {
    ControlPlane plane = ControlPlane.shared();
    plane.installCrds();
    String wrong = "{apiVersion: dapr.io/v1alpha1, kind: Component, metadata: {name: x}, spec: {}}";
    Path file = Files.writeString(folder.resolve("wrong.yaml"), wrong);

    String said = "";
    try {
      plane.kubectl("create", "--dry-run=server", "--validate=strict", "-f", file.toString());
    } catch (IllegalStateException e) {
      said = String.valueOf(e.getMessage());
    }
    assertThat(said).contains("spec.type: Required value");
  }
}
