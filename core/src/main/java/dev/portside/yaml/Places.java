package dev.portside.yaml;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of a mapping stand, told from where the mapping begins, so that one object does
 * for all mappings that look the same; and all but the text of those values that are scalars.
 */
final class Places {

  /** Of a mapping that stands in no text. */
  static final Places NONE = new Places(new int[0]);

  /** Beyond any distance in a text. */
  private static final int NONE_THERE = Integer.MIN_VALUE;

  private static final Scalar.Style[] STYLES = Scalar.Style.values();
  private static final int STYLE_BITS = 3;
  private static final int STYLE_MASK = (1 << STYLE_BITS) - 1;

  /** A scalar that stands farther away is kept as it is. */
  private static final int FARTHEST = 1 << 31 - STYLE_BITS - 1;

  /** Of each entry two numbers: the distance of its key, and that of its value with its style. */
  private final int[] distances;

  private Places(int[] distances) {
    this.distances = distances;
  }

  /** Returns the places of entries of whose values nothing is told. */
  static Places ofKeys(int offset, int[] keyOffsets, int entries) {
    int[] distances = new int[entries * 2];
    for (int i = 0; i < entries; i++) {
      distances[2 * i] = distance(offset, keyOffsets[i]);
    }
    return new Places(distances);
  }

  /** Returns the places of entries, and puts the texts of scalars in the place of these. */
  // The number of a style never leaves this object.
  @SuppressWarnings("EnumOrdinal")
  static Places of(int offset, int[] keyOffsets, Object[] values) {
    int[] distances = new int[values.length * 2];
    for (int i = 0; i < values.length; i++) {
      distances[2 * i] = distance(offset, keyOffsets[i]);
      if (values[i] instanceof Scalar scalar && scalar.offset() != Tree.NOWHERE) {
        int distance = scalar.offset() - offset;
        if (distance > -FARTHEST && distance < FARTHEST) {
          distances[2 * i + 1] = distance << STYLE_BITS | scalar.style().ordinal();
          values[i] = scalar.text();
        }
      }
    }
    return new Places(distances);
  }

  private static int distance(int offset, int keyOffset) {
    return keyOffset == Tree.NOWHERE ? NONE_THERE : keyOffset - offset;
  }

  /** Returns where the key of an entry begins. */
  int key(int offset, int index) {
    boolean none = 2 * index >= distances.length || distances[2 * index] == NONE_THERE;
    return none ? Tree.NOWHERE : offset + distances[2 * index];
  }

  /** Returns the scalar of an entry. */
  Scalar scalar(int offset, int index, String text) {
    int told = distances[2 * index + 1];
    return new Scalar(offset + (told >> STYLE_BITS), text, STYLES[told & STYLE_MASK]);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Places places && Arrays.equals(distances, places.distances);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(distances);
  }
}
