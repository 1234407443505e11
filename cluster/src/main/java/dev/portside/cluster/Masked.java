package dev.portside.cluster;

import dev.portside.manifest.ResourceRef;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Secrets with their values hidden, in such a way that a value that changes still shows. */
final class Masked {

  private static final String HIDDEN = "(hidden)";
  private static final String CHANGED = "(hidden, changed)";
  private static final Set<String> VALUES = Set.of("data", "stringData");
  private static final String LAST_APPLIED = "last-applied-configuration";

  private Masked() {}

  static boolean isSecret(ResourceRef ref) {
    return ref.group().isEmpty() && ref.kind().equals("Secret");
  }

  static Mapping before(Mapping before) {
    return masked(before, before);
  }

  static Mapping after(Mapping before, Mapping after) {
    return masked(before, after);
  }

  private static Mapping masked(Mapping other, Mapping tree) {
    Mapping.Builder masked = Mapping.builder();
    for (int i = 0; i < tree.size(); i++) {
      String key = tree.key(i);
      if (VALUES.contains(key)) {
        masked.put(key, values(other.get(key), tree.value(i)));
      } else if (key.equals("metadata")) {
        masked.put(key, metadata(other.mapping(key), tree.mapping(key)));
      } else {
        masked.put(key, tree.value(i));
      }
    }
    return masked.build();
  }

  private static Tree values(@Nullable Tree other, Tree tree) {
    if (!(tree instanceof Mapping values)) {
      return hidden(other, tree);
    }
    Mapping others = other instanceof Mapping mapping ? mapping : Mapping.empty();
    Mapping.Builder masked = Mapping.builder();
    for (int i = 0; i < values.size(); i++) {
      masked.put(values.key(i), hidden(others.get(values.key(i)), values.value(i)));
    }
    return masked.build();
  }

  private static Mapping metadata(Mapping other, Mapping metadata) {
    Mapping others = other.mapping("annotations");
    Mapping annotations = metadata.mapping("annotations");
    Mapping.Builder masked = Mapping.builder();
    for (int i = 0; i < annotations.size(); i++) {
      String key = annotations.key(i);
      Tree value = annotations.value(i);
      masked.put(key, key.endsWith(LAST_APPLIED) ? hidden(others.get(key), value) : value);
    }
    return annotations.isEmpty()
        ? metadata
        : (Mapping) metadata.with(Pointer.of("annotations"), masked.build());
  }

  private static Scalar hidden(@Nullable Tree other, Tree value) {
    return Scalar.of(other == null || other.equals(value) ? HIDDEN : CHANGED);
  }
}
