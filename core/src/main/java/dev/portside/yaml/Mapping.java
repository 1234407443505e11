package dev.portside.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mapping as it stands in its document: entries in order, a key that stands twice kept twice.
 * {@link #get} answers with the last one, as Kubernetes does. Immutable.
 *
 * <p>Most nodes of a large set are scalars of mappings that look alike. So a mapping that was read
 * keeps of such a scalar only the text, and makes it again when asked; where its entries stand is
 * told from where it begins, and is one array for all mappings that look the same.
 */
public final class Mapping extends Tree {

  private static final Mapping EMPTY = builder().build();

  private final String[] keys;

  /** Each a tree, or the text of a scalar whose rest {@link #places} tells. */
  private final Object[] values;

  private final Places places;

  private Mapping(int offset, String[] keys, Object[] values, Places places) {
    super(offset);
    this.keys = keys;
    this.values = values;
    this.places = places;
  }

  /** Returns the mapping without entries. */
  public static Mapping empty() {
    return EMPTY;
  }

  /** Returns a mapping of one entry. */
  public static Mapping of(String key, Tree value) {
    return builder().put(key, value).build();
  }

  /** Returns a mapping of one entry whose value is a string. */
  public static Mapping of(String key, String value) {
    return of(key, Scalar.of(value));
  }

  /** Returns a builder of a mapping that stands in no text. */
  public static Builder builder() {
    return new Builder(NOWHERE);
  }

  static Builder builderAt(int offset) {
    return new Builder(offset);
  }

  /** Returns the number of entries. */
  public int size() {
    return keys.length;
  }

  /** Returns whether there is no entry. */
  public boolean isEmpty() {
    return keys.length == 0;
  }

  /** Returns the key of the entry at {@code index}. */
  public String key(int index) {
    return keys[index];
  }

  /** Returns the value of the entry at {@code index}. */
  public Tree value(int index) {
    Object value = values[index];
    return value instanceof String text ? places.scalar(offset(), index, text) : (Tree) value;
  }

  /** Returns where the key of the entry at {@code index} begins, or {@link Tree#NOWHERE}. */
  public int keyOffset(int index) {
    return places.key(offset(), index);
  }

  /** Returns the keys in order, one that stands twice twice. */
  public List<String> keys() {
    return List.of(keys);
  }

  /** Returns the index of the last entry of that key, or -1. */
  public int indexOf(String key) {
    for (int i = keys.length - 1; i >= 0; i--) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /** Returns whether the key is there, whatever its value. */
  public boolean has(String key) {
    return indexOf(key) >= 0;
  }

  /** Returns the value of that key, or null. */
  public @Nullable Tree get(String key) {
    int index = indexOf(key);
    return index < 0 ? null : value(index);
  }

  /** Returns the mapping under that key; the empty one when it is missing or of another kind. */
  public Mapping mapping(String key) {
    return get(key) instanceof Mapping mapping ? mapping : EMPTY;
  }

  /** Returns the sequence under that key; the empty one when it is missing or of another kind. */
  public Sequence sequence(String key) {
    return get(key) instanceof Sequence sequence ? sequence : Sequence.empty();
  }

  /**
   * Returns the text of the scalar under that key, or null when it is missing, null or not a
   * scalar.
   */
  public @Nullable String text(String key) {
    return get(key) instanceof Scalar scalar && !scalar.isNull() ? scalar.text() : null;
  }

  /** Returns the text of the scalar under that key, where there is one. */
  public Optional<String> findText(String key) {
    return Optional.ofNullable(text(key));
  }

  @Override
  public @Nullable Tree child(String segment) {
    return get(segment);
  }

  @Override
  Mapping with(List<String> segments, int depth, Tree value) {
    String key = segments.get(depth);
    int index = indexOf(key);
    Tree next;
    if (depth == segments.size() - 1) {
      next = value;
    } else if (index < 0) {
      next = EMPTY.with(segments, depth + 1, value);
    } else {
      next = value(index).with(segments, depth + 1, value);
    }
    return index < 0 ? appended(key, next) : replaced(index, next);
  }

  @Override
  Mapping without(List<String> segments, int depth) {
    int index = depth == segments.size() ? -1 : indexOf(segments.get(depth));
    if (index < 0) {
      return this;
    }
    if (depth == segments.size() - 1) {
      return removed(segments.get(depth));
    }
    Tree child = value(index);
    Tree next = child.without(segments, depth + 1);
    return next == child ? this : replaced(index, next);
  }

  private Mapping appended(String key, Tree value) {
    int size = keys.length;
    String[] newKeys = Arrays.copyOf(keys, size + 1);
    Object[] newValues = Arrays.copyOf(values, size + 1);
    newKeys[size] = key;
    newValues[size] = value;
    return new Mapping(offset(), newKeys, newValues, places);
  }

  private Mapping replaced(int index, Tree value) {
    Object[] newValues = values.clone();
    newValues[index] = value;
    return new Mapping(offset(), keys, newValues, places);
  }

  private Mapping removed(String key) {
    Builder builder = builderAt(offset());
    for (int i = 0; i < keys.length; i++) {
      if (!keys[i].equals(key)) {
        builder.put(keys[i], keyOffset(i), value(i));
      }
    }
    return builder.build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Mapping mapping) || !Arrays.equals(keys, mapping.keys)) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      if (!value(i).equals(mapping.value(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = Arrays.hashCode(keys);
    for (int i = 0; i < values.length; i++) {
      hash = 31 * hash + value(i).hashCode();
    }
    return hash;
  }

  /** Returns the keys only: values may be secrets. */
  @Override
  public String toString() {
    return "Mapping" + Arrays.toString(keys);
  }

  /** Collects the entries of a mapping in their order. */
  public static final class Builder {

    private final int offset;
    private final List<String> keys = new ArrayList<>(6);
    private final List<Tree> values = new ArrayList<>(6);
    private int @Nullable [] keyOffsets;

    private Builder(int offset) {
      this.offset = offset;
    }

    /** Adds an entry. */
    public Builder put(String key, Tree value) {
      return put(key, NOWHERE, value);
    }

    /** Adds an entry whose value is a string. */
    public Builder put(String key, String value) {
      return put(key, NOWHERE, Scalar.of(value));
    }

    /** Adds an entry whose value is a whole number. */
    public Builder put(String key, long value) {
      return put(key, NOWHERE, Scalar.of(value));
    }

    /** Adds an entry whose value is a boolean. */
    public Builder put(String key, boolean value) {
      return put(key, NOWHERE, Scalar.of(value));
    }

    /** Adds an entry unless the mapping given as its value is empty. */
    public Builder putUnlessEmpty(String key, Mapping value) {
      return value.isEmpty() ? this : put(key, value);
    }

    /** Adds an entry unless the sequence given as its value is empty. */
    public Builder putUnlessEmpty(String key, Sequence value) {
      return value.isEmpty() ? this : put(key, value);
    }

    /** Adds all entries of another mapping. */
    public Builder putAll(Mapping mapping) {
      for (int i = 0; i < mapping.size(); i++) {
        put(mapping.key(i), mapping.keyOffset(i), mapping.value(i));
      }
      return this;
    }

    Builder put(String key, int keyOffset, Tree value) {
      if (keyOffset != NOWHERE || keyOffsets != null) {
        int[] offsets = keyOffsets == null ? new int[6] : keyOffsets;
        if (keyOffsets == null) {
          Arrays.fill(offsets, NOWHERE);
        }
        if (keys.size() >= offsets.length) {
          offsets = Arrays.copyOf(offsets, Math.max(keys.size() + 1, offsets.length * 2));
        }
        offsets[keys.size()] = keyOffset;
        keyOffsets = offsets;
      }
      keys.add(key);
      values.add(value);
      return this;
    }

    int size() {
      return keys.size();
    }

    /** Returns the mapping. */
    public Mapping build() {
      Places places =
          keyOffsets == null ? Places.NONE : Places.ofKeys(offset, keyOffsets, keys.size());
      return new Mapping(offset, keys.toArray(new String[0]), values.toArray(), places);
    }

    /** Returns the mapping, whose keys and places may be in the pool already. */
    Mapping build(Pool pool) {
      Object[] own = values.toArray();
      int[] offsets = keyOffsets == null ? new int[0] : keyOffsets;
      Places places = pool.places(Places.of(offset, offsets, own));
      return new Mapping(offset, pool.keys(keys.toArray(new String[0])), own, places);
    }
  }
}
