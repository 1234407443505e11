package dev.portside.istio.rules;

import dev.portside.check.Scene;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import java.util.List;

/** Whom policies are about: the pods that they select, of their namespace or of all. */
final class Targets {

  private final Manifests manifests;
  private final String rootNamespace;

  Targets(Scene scene) {
    manifests = scene.manifests();
    rootNamespace = scene.platform().get(IstioMesh.SECTION).rootNamespace();
  }

  /** Returns the labels that a policy asks pods to carry; empty for all pods. */
  static Mapping labels(Resource policy) {
    return policy.tree().mapping("spec").mapping("selector").mapping("matchLabels");
  }

  /** Returns whether a policy holds for all namespaces. */
  boolean isMeshWide(Resource policy) {
    return policy.namespace().equals(rootNamespace);
  }

  /** Returns the workloads that a policy is about; none for one that names gateways or Services. */
  List<Workload> of(Resource policy) {
    Mapping spec = policy.tree().mapping("spec");
    if (spec.has("targetRef") || spec.has("targetRefs")) {
      return List.of();
    }
    Mapping labels = labels(policy);
    if (!isMeshWide(policy)) {
      return labels.isEmpty()
          ? manifests.workloads(policy.namespace())
          : manifests.labelled(policy.namespace(), labels);
    }
    return labels.isEmpty()
        ? manifests.workloads()
        : manifests.workloads().stream()
            .map(Workload::namespace)
            .distinct()
            .sorted()
            .flatMap(namespace -> manifests.labelled(namespace, labels).stream())
            .toList();
  }
}
