package dev.portside.cluster;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.yaml.Mapping;

/** The kinds that a set brings itself. */
final class Definitions {

  private Definitions() {}

  /** Returns whether one of the set's definitions is that of a resource's kind. */
  static boolean define(Manifests manifests, ResourceRef ref) {
    for (Resource definition :
        manifests.ofKind("apiextensions.k8s.io", "CustomResourceDefinition")) {
      Mapping spec = definition.tree().mapping("spec");
      if (ref.kind().equals(spec.mapping("names").text("kind"))
          && ref.group().equals(spec.text("group"))) {
        return true;
      }
    }
    return false;
  }
}
