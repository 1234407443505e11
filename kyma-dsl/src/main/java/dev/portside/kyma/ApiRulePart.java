package dev.portside.kyma;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import org.jspecify.annotations.Nullable;

/** A part of an APIRule. Immutable: each method that sets something returns another. */
abstract class ApiRulePart {

  private final Mapping tree;

  ApiRulePart(Mapping tree) {
    this.tree = tree;
  }

  /** Returns what it says. */
  final Mapping tree() {
    return tree;
  }

  final Mapping with(Tree value, String... path) {
    return (Mapping) tree.with(Pointer.of(path), value);
  }

  /** Returns the tree with one more item in a list of it. */
  final Mapping withItem(String field, Tree item) {
    Sequence.Builder longer = Sequence.builder();
    tree.sequence(field).forEach(longer::add);
    return with(longer.add(item).build(), field);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ApiRulePart part
        && getClass().equals(part.getClass())
        && tree.equals(part.tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  /** Returns the names of the fields that are set. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + tree.keys();
  }
}
