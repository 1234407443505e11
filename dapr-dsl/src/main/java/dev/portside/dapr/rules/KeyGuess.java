package dev.portside.dapr.rules;

import dev.portside.check.Nearest;
import dev.portside.yaml.Mapping;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses which key somebody meant who wrote another one. */
final class KeyGuess {

  private KeyGuess() {}

  /** Returns whether one word most likely is the other, misspelt or cut off. */
  static boolean isNear(String written, String known) {
    String own = written.toLowerCase(Locale.ROOT);
    String other = known.toLowerCase(Locale.ROOT);
    return own.length() > 3 && (other.startsWith(own) || other.endsWith(own))
        || Nearest.distance(own, other) <= Math.max(1, Math.min(own.length(), other.length()) / 4);
  }

  /** Returns the nearest of several keys, where one is near. */
  static Optional<String> of(String written, List<String> known) {
    return known.stream()
        .filter(key -> isNear(written, key))
        .min(
            Comparator.comparingInt(
                    (String key) ->
                        Nearest.distance(
                            written.toLowerCase(Locale.ROOT), key.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Returns the key that stands in a mapping for a field that it lacks, where one is near. */
  static Optional<String> standIn(Mapping object, String field) {
    return object.has(field) ? Optional.empty() : of(field, object.keys());
  }
}
