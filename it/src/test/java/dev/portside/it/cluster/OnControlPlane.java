package dev.portside.it.cluster;

import dev.portside.cluster.Applier;
import dev.portside.cluster.PortsideCluster;
import dev.portside.manifest.Manifests;
import io.fabric8.kubernetes.api.model.Namespace;
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

  /**
   * Returns the beginning of a set: a namespace of the set's own, and a ConfigMap of that name in
   * it.
   */
  static String elsewhere(String name) {
    return """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: NS-own
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: NAME
          namespace: NS-own
        """
        .replace("NAME", name);
  }

  /** Returns the set's own namespace, or null when it is not there. */
  final Namespace own() {
    return plane.client().namespaces().withName(namespace + "-own").get();
  }

  /** Returns the administrator's applier. */
  final Applier applier() {
    return PortsideCluster.applier(plane.client());
  }
}
