package dev.portside.kyma.model;

import java.util.List;

/**
 * A path pattern of v2, and which paths it takes: {@code {*}} one segment that is not empty, {@code
 * {**}} any rest after its slash, nothing among it.
 */
public final class PathPattern {

  private static final String ONE = "{*}";
  private static final String ANY = "{**}";

  private final List<String> segments;

  private PathPattern(List<String> segments) {
    this.segments = segments;
  }

  /** Returns the pattern of a text; {@code /*} takes every path. */
  public static PathPattern of(String text) {
    String pattern = text.equals("/*") ? "/{**}" : text;
    return new PathPattern(List.of(pattern.substring(1).split("/", -1)));
  }

  /** Returns whether every path that the other takes is taken by this one. */
  public boolean covers(PathPattern other) {
    int size = other.segments.size();
    boolean[] reached = new boolean[size + 1];
    reached[0] = true;
    for (String own : segments) {
      boolean[] next = new boolean[size + 1];
      for (int i = 0; i < size; i++) {
        // What takes any rest takes at least one segment, and may go on taking.
        boolean from = reached[i] || own.equals(ANY) && next[i];
        next[i + 1] = from && takes(own, other.segments.get(i));
      }
      reached = next;
    }
    return reached[size];
  }

  private static boolean takes(String own, String seen) {
    return switch (own) {
      case ANY -> true;
      case ONE -> !seen.isEmpty() && !seen.equals(ANY);
      default -> own.equals(seen);
    };
  }
}
