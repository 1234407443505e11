package dev.portside.manifest;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Tree;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.Objects;

/** The way between trees and fabric8's objects. Loaded only when somebody asks for one. */
final class Fabric8 {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Fabric8() {}

  static <T> T object(Mapping tree, Class<T> type) {
    return SERIALIZATION.convertValue(Objects.requireNonNull(tree.toJava()), type);
  }

  /** Returns the tree of a fabric8 object, or of a part of one. */
  static Mapping tree(Object part) {
    return (Mapping) Tree.fromJava(SERIALIZATION.convertValue(part, Map.class));
  }
}
