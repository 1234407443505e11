package dev.portside.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sequence of trees in order. Immutable. */
public final class Sequence extends Tree implements Iterable<Tree> {

  private static final Sequence EMPTY = builder().build();

  private final Tree[] items;

  private Sequence(int offset, Tree[] items) {
    super(offset);
    this.items = items;
  }

  /** Returns the sequence without items. */
  public static Sequence empty() {
    return EMPTY;
  }

  /** Returns a sequence of the given items. */
  public static Sequence of(Tree... items) {
    return new Sequence(NOWHERE, Arrays.copyOf(items, items.length, Tree[].class));
  }

  /** Returns a sequence of strings. */
  public static Sequence ofTexts(Iterable<String> texts) {
    Builder builder = builder();
    texts.forEach(text -> builder.add(Scalar.of(text)));
    return builder.build();
  }

  /** Returns a builder of a sequence that stands in no text. */
  public static Builder builder() {
    return new Builder(NOWHERE);
  }

  static Builder builderAt(int offset) {
    return new Builder(offset);
  }

  /** Returns the number of items. */
  public int size() {
    return items.length;
  }

  /** Returns whether there is no item. */
  public boolean isEmpty() {
    return items.length == 0;
  }

  /** Returns the item at {@code index}. */
  public Tree get(int index) {
    return items[index];
  }

  /** Returns the mapping at {@code index}; the empty one when the item is of another kind. */
  public Mapping mapping(int index) {
    return items[index] instanceof Mapping mapping ? mapping : Mapping.empty();
  }

  /** Returns the texts of all scalars in it. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>(items.length);
    for (Tree item : items) {
      if (item instanceof Scalar scalar) {
        texts.add(scalar.text());
      }
    }
    return texts;
  }

  @Override
  public Iterator<Tree> iterator() {
    return Arrays.asList(items).iterator();
  }

  @Override
  public @Nullable Tree child(String segment) {
    int index = index(segment);
    return index < 0 ? null : items[index];
  }

  private int index(String segment) {
    boolean leadingZero = segment.length() > 1 && segment.charAt(0) == '0';
    if (segment.isEmpty() || segment.length() > 9 || leadingZero) {
      return -1;
    }
    int index = 0;
    for (int i = 0; i < segment.length(); i++) {
      char digit = segment.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      index = index * 10 + digit - '0';
    }
    return index < items.length ? index : -1;
  }

  @Override
  Sequence with(List<String> segments, int depth, Tree value) {
    int index = index(segments.get(depth));
    if (index < 0) {
      throw new IllegalArgumentException(
          "no item " + segments.get(depth) + " in a sequence of " + items.length);
    }
    Tree[] changed = items.clone();
    changed[index] =
        depth == segments.size() - 1 ? value : items[index].with(segments, depth + 1, value);
    return new Sequence(offset(), changed);
  }

  @Override
  Sequence without(List<String> segments, int depth) {
    int index = depth == segments.size() ? -1 : index(segments.get(depth));
    if (index < 0) {
      return this;
    }
    if (depth < segments.size() - 1) {
      Tree next = items[index].without(segments, depth + 1);
      Tree[] changed = items.clone();
      changed[index] = next;
      return next == items[index] ? this : new Sequence(offset(), changed);
    }
    Builder builder = builderAt(offset());
    for (int i = 0; i < items.length; i++) {
      if (i != index) {
        builder.add(items[i]);
      }
    }
    return builder.build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sequence sequence && Arrays.equals(items, sequence.items);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(items);
  }

  /** Returns the size only: items may be secrets. */
  @Override
  public String toString() {
    return "Sequence of " + items.length;
  }

  /** Collects the items of a sequence in their order. */
  public static final class Builder {

    private final int offset;
    private final List<Tree> items = new ArrayList<>(4);

    private Builder(int offset) {
      this.offset = offset;
    }

    /** Adds an item. */
    public Builder add(Tree item) {
      items.add(item);
      return this;
    }

    /** Returns the sequence. */
    public Sequence build() {
      return new Sequence(offset, items.toArray(new Tree[0]));
    }
  }
}
