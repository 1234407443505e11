package dev.portside.dapr.spec;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import org.jspecify.annotations.Nullable;

/** A part of a Dapr resource. Immutable: each method that sets something returns another. */
public abstract class SpecPart {

  private final Mapping tree;

  SpecPart(Mapping tree) {
    this.tree = tree;
  }

  /** Returns it as it stands in a manifest. */
  public final Mapping tree() {
    return tree;
  }

  final Mapping with(String field, Tree value) {
    return (Mapping) tree.with(Pointer.of(field), value);
  }

  final Mapping with(String field, String value) {
    return with(field, Scalar.of(value));
  }

  final Mapping with(String field, boolean value) {
    return with(field, Scalar.of(value));
  }

  final Mapping with(String field, long value) {
    return with(field, Scalar.of(value));
  }

  /** Returns the tree with one more item in a list of it. */
  final Mapping withItem(String field, Tree item) {
    return with(field, appended(tree.sequence(field), item));
  }

  static Sequence appended(Sequence list, Tree item) {
    Sequence.Builder longer = Sequence.builder();
    list.forEach(longer::add);
    return longer.add(item).build();
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof SpecPart part
        && getClass().equals(part.getClass())
        && tree.equals(part.tree);
  }

  @Override
  public final int hashCode() {
    return tree.hashCode();
  }

  /** Returns the names of the fields that are set only: values may be secrets. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + tree.keys();
  }
}
