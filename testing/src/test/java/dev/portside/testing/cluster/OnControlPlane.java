package dev.portside.testing.cluster;

import dev.portside.Portside;
import dev.portside.apply.Applier;
import dev.portside.manifest.Manifests;
import org.junit.jupiter.api.BeforeEach;

/** What a test begins with that applies sets: a control plane, and a namespace of its own. */
abstract class OnControlPlane {

  ControlPlane plane;
  String namespace;

  @BeforeEach
  final void begin() {
    plane = ControlPlane.shared();
    namespace = plane.namespace();
  }

  /** Reads a set whose resources are in the test's namespace; {@code NS} in it is its name. */
  final Manifests set(String yaml) {
    return Sets.of(namespace, yaml.replace("NS", namespace));
  }

  /** Returns the administrator's applier. */
  final Applier applier() {
    return Portside.applier(plane.client());
  }
}
