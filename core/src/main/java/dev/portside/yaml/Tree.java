package dev.portside.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of a document: a {@link Mapping}, a {@link Sequence} or a {@link Scalar}. Immutable.
 *
 * <p>A tree read from a text knows where it stands there, as an offset in {@code char}s; a tree
 * made by code stands {@link #NOWHERE}. Two trees are equal when they say the same, wherever they
 * stand.
 */
public abstract sealed class Tree permits Mapping, Sequence, Scalar {

  /** The offset of a tree that was made by code, not read from a text. */
  public static final int NOWHERE = -1;

  private final int offset;

  Tree(int offset) {
    this.offset = offset;
  }

  /** Returns where this node begins in its text, in {@code char}s, or {@link #NOWHERE}. */
  public final int offset() {
    return offset;
  }

  /** Returns the node that {@code pointer} names below this one, or null when there is none. */
  public final @Nullable Tree at(Pointer pointer) {
    Tree node = this;
    for (String segment : pointer.segments()) {
      node = node == null ? null : node.child(segment);
    }
    return node;
  }

  /** Returns the child under a mapping's key or a sequence's index, or null when there is none. */
  public abstract @Nullable Tree child(String segment);

  /**
   * Returns this tree with {@code value} at {@code pointer}. Mappings on the way are made where
   * they are missing or null; a new key goes last, and of a key that stands twice the last one is
   * changed.
   *
   * @throws IllegalArgumentException if the pointer is the root, or the way leads through a scalar
   *     or beyond a sequence's end
   */
  public final Tree with(Pointer pointer, Tree value) {
    if (pointer.segments().isEmpty()) {
      throw new IllegalArgumentException("the whole document cannot be replaced");
    }
    return with(pointer.segments(), 0, value);
  }

  /**
   * Returns this tree without the node at {@code pointer}, without all of them where a key stands
   * more than once; the same tree when it is not there.
   */
  public final Tree without(Pointer pointer) {
    return without(pointer.segments(), 0);
  }

  abstract Tree with(List<String> segments, int depth, Tree value);

  abstract Tree without(List<String> segments, int depth);

  /**
   * Returns the plain Java form that JSON libraries take: {@code Map}, {@code List}, {@code
   * String}, {@code Boolean}, {@code Integer}, {@code Long} or {@code BigInteger}, whichever is the
   * first to hold the number, {@code Double} or null. Of a key that stands twice the last one
   * counts, as in Kubernetes.
   */
  public final @Nullable Object toJava() {
    if (this instanceof Mapping mapping) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      for (int i = 0; i < mapping.size(); i++) {
        map.put(mapping.key(i), mapping.value(i).toJava());
      }
      return map;
    }
    if (this instanceof Sequence sequence) {
      List<@Nullable Object> list = new ArrayList<>(sequence.size());
      for (int i = 0; i < sequence.size(); i++) {
        list.add(sequence.get(i).toJava());
      }
      return list;
    }
    return ((Scalar) this).value();
  }

  /**
   * Returns the tree of a plain Java value, as {@link #toJava()} gives it; entries whose value is
   * null are left out, since Kubernetes reads them as absent.
   */
  public static Tree fromJava(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Mapping.Builder mapping = Mapping.builder();
      map.forEach(
          (key, child) -> {
            if (child != null) {
              mapping.put(String.valueOf(key), fromJava(child));
            }
          });
      return mapping.build();
    }
    if (value instanceof Iterable<?> items) {
      Sequence.Builder sequence = Sequence.builder();
      items.forEach(item -> sequence.add(fromJava(item)));
      return sequence.build();
    }
    return value == null ? Scalar.NULL : Scalar.ofJava(value);
  }
}
