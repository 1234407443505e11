package dev.portside.check;

import dev.portside.Internal;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;

/** Finds what somebody who misspelt a name most likely meant. */
@Internal
public final class Nearest {

  private Nearest() {}

  /**
   * Returns the known name with the fewest letters to change; the first by alphabet of equal ones.
   *
   * @param known not empty
   */
  public static String of(String name, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String, Integer>comparing(candidate -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .map(Objects::requireNonNull)
        .orElseThrow();
  }

  /** Levenshtein's distance: how many letters to insert, delete or replace. */
  public static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j < previous.length; j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] current = new int[previous.length];
      current[0] = i;
      for (int j = 1; j < current.length; j++) {
        int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[other.length()];
  }
}
