package dev.portside.dapr.component;

import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;

/** Components for tests. */
final class Components {

  private Components() {}

  /** Returns a Component with the given metadata, key to value. */
  static Resource of(String type, Mapping metadata) {
    Sequence.Builder items = Sequence.builder();
    for (int i = 0; i < metadata.size(); i++) {
      items.add(item(metadata.key(i), "value", metadata.value(i)));
    }
    return of(type, items.build());
  }

  /** Returns a Component with the given items of metadata. */
  static Resource of(String type, Sequence items) {
    Mapping spec = Mapping.builder().put("type", type).put("metadata", items).build();
    Mapping tree =
        Mapping.builder()
            .put("apiVersion", "dapr.io/v1alpha1")
            .put("kind", "Component")
            .put("metadata", Mapping.of("name", "c"))
            .put("spec", spec)
            .build();
    return Resource.made("test", 0, tree, "shop");
  }

  /** Returns one item of metadata. */
  static Mapping item(String name, String origin, Tree value) {
    return Mapping.builder().put("name", name).put(origin, value).build();
  }
}
