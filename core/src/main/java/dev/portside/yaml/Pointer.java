package dev.portside.yaml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON pointer (RFC 6901): the way from a document's root to one of its nodes, such as {@code
 * /spec/template/metadata/annotations/dapr.io~1app-id}. Immutable.
 */
public final class Pointer implements Comparable<Pointer> {

  private static final Pointer ROOT = new Pointer(List.of());

  private final List<String> segments;

  private Pointer(List<String> segments) {
    this.segments = segments;
  }

  /** Returns the pointer to the document itself. */
  public static Pointer root() {
    return ROOT;
  }

  /** Returns the pointer through the given keys and indexes, unescaped. */
  public static Pointer of(String... segments) {
    return segments.length == 0 ? ROOT : new Pointer(List.of(segments));
  }

  /**
   * Reads a pointer in its text form.
   *
   * @throws IllegalArgumentException if it is neither empty nor begins with {@code /}
   */
  public static Pointer parse(String text) {
    if (text.isEmpty()) {
      return ROOT;
    }
    if (text.charAt(0) != '/') {
      throw new IllegalArgumentException("pointer \"" + text + "\": must begin with /");
    }
    List<String> segments = new ArrayList<>();
    for (String segment : text.substring(1).split("/", -1)) {
      segments.add(segment.replace("~1", "/").replace("~0", "~"));
    }
    return new Pointer(List.copyOf(segments));
  }

  /** Returns the keys and indexes on the way, unescaped. */
  public List<String> segments() {
    return segments;
  }

  /** Returns the pointer to a child of this node. */
  public Pointer child(String segment) {
    String[] longer = segments.toArray(new String[segments.size() + 1]);
    longer[segments.size()] = segment;
    return of(longer);
  }

  /** Returns the pointer to an item of this sequence. */
  public Pointer child(int index) {
    return child(Integer.toString(index));
  }

  /** Returns the pointer that continues this one by another. */
  public Pointer resolve(Pointer below) {
    if (segments.isEmpty() || below.segments.isEmpty()) {
      return segments.isEmpty() ? below : this;
    }
    List<String> longer = new ArrayList<>(segments);
    longer.addAll(below.segments);
    return new Pointer(List.copyOf(longer));
  }

  /** Returns the pointer to the node above; the root's is the root. */
  public Pointer parent() {
    return segments.size() <= 1 ? ROOT : new Pointer(segments.subList(0, segments.size() - 1));
  }

  /** Returns the last key or index; empty for the root. */
  public String last() {
    return segments.isEmpty() ? "" : segments.get(segments.size() - 1);
  }

  @Override
  public int compareTo(Pointer other) {
    int common = 0;
    int shorter = Math.min(segments.size(), other.segments.size());
    while (common < shorter && segments.get(common).equals(other.segments.get(common))) {
      common++;
    }
    return text(common).compareTo(other.text(common));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Pointer pointer && segments.equals(pointer.segments);
  }

  @Override
  public int hashCode() {
    return segments.hashCode();
  }

  /** Returns the pointer's text form. */
  @Override
  public String toString() {
    return text(0);
  }

  private String text(int first) {
    StringBuilder text = new StringBuilder();
    for (String segment : segments.subList(first, segments.size())) {
      text.append('/').append(segment.replace("~", "~0").replace("/", "~1"));
    }
    return text.toString();
  }
}
