package dev.portside.kyma.admission;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Drops what the API server drops when it reads an object: unknown fields, and fields that are
 * null. Source: k8s.io/apiextensions-apiserver pkg/apiserver/schema/pruning and defaulting.
 */
final class FieldPruner {

  private static final Set<String> ROOT = Set.of("apiVersion", "kind", "metadata");
  private static final Set<String> METADATA =
      Set.of(
          "annotations",
          "creationTimestamp",
          "deletionGracePeriodSeconds",
          "deletionTimestamp",
          "finalizers",
          "generateName",
          "generation",
          "labels",
          "managedFields",
          "name",
          "namespace",
          "ownerReferences",
          "resourceVersion",
          "selfLink",
          "uid");

  private final Definition definition;
  private final List<Pointer> unknown;

  FieldPruner(Definition definition, List<Pointer> unknown) {
    this.definition = definition;
    this.unknown = unknown;
  }

  /** Returns the object without what is dropped, everything else where it stood. */
  Tree prune(Mapping object) {
    Tree pruned = object;
    Mapping metadata = object.mapping("metadata");
    for (String key : Set.copyOf(metadata.keys())) {
      Pointer field = Pointer.of("metadata", key);
      if (!METADATA.contains(key)) {
        unknown.add(field);
        pruned = pruned.without(field);
      } else if (!key.equals("namespace") && isEmpty(metadata.get(key))) {
        // The namespace is that of the request then.
        pruned = pruned.without(field);
      }
    }
    for (String key : Set.copyOf(object.keys())) {
      if (!ROOT.contains(key)) {
        Schema field = definition.schema().field(key);
        pruned = prune(pruned, Pointer.of(key), object.get(key), field, definition.keepsUnknown());
      }
    }
    return pruned;
  }

  /** What metadata does not say is not stored. */
  private static boolean isEmpty(@Nullable Tree value) {
    return value instanceof Mapping mapping && mapping.isEmpty()
        || value instanceof Sequence sequence && sequence.isEmpty()
        || value instanceof Scalar scalar && (scalar.isNull() || scalar.text().isEmpty());
  }

  private Tree prune(
      Tree whole, Pointer field, @Nullable Tree value, @Nullable Schema schema, boolean open) {
    if (schema == null) {
      if (!open) {
        unknown.add(field);
      }
      return open ? whole : whole.without(field);
    }
    if (value instanceof Scalar scalar && scalar.isNull()) {
      return whole.without(field);
    }
    return below(whole, field, value, schema, open || schema.isOpen());
  }

  private Tree below(Tree whole, Pointer field, @Nullable Tree value, Schema schema, boolean open) {
    Tree pruned = whole;
    if (value instanceof Mapping mapping) {
      for (String key : Set.copyOf(mapping.keys())) {
        pruned = prune(pruned, field.child(key), mapping.get(key), schema.field(key), open);
      }
    } else if (value instanceof Sequence sequence && schema.items() != null) {
      for (int i = 0; i < sequence.size(); i++) {
        // Items are never taken out, not even those that are null.
        pruned = below(pruned, field.child(i), sequence.get(i), schema.items(), open);
      }
    }
    return pruned;
  }
}
