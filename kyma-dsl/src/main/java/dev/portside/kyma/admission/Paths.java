package dev.portside.kyma.admission;

import dev.portside.yaml.Pointer;

/** Fields as the API server and the operator write them. */
public final class Paths {

  private Paths() {}

  /** Returns a field as {@code spec.rules[0].path}. */
  public static String dotted(Pointer field) {
    StringBuilder path = new StringBuilder();
    for (String segment : field.segments()) {
      if (isIndex(segment)) {
        path.append('[').append(segment).append(']');
      } else {
        path.append(path.length() == 0 ? "" : ".").append(segment);
      }
    }
    return path.toString();
  }

  private static boolean isIndex(String segment) {
    return !segment.isEmpty() && segment.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
