package dev.portside.dapr;

import dev.portside.dapr.injection.Annotation;
import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.dapr.injection.DaprRelease;
import dev.portside.platform.Version;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects what Dapr is told of an app, by concept. A value that Dapr would ignore, or that would
 * make its sidecar exit, fails at the call.
 *
 * @param <B> the builder itself
 */
abstract class SettingsBuilder<B extends SettingsBuilder<B>> {

  /** The newest release has the form of every value that a builder sets. */
  private static final AnnotationTable NEWEST = AnnotationTable.at(newest());

  private final Map<String, String> settings = new LinkedHashMap<>();

  SettingsBuilder() {}

  private static Version newest() {
    List<Version> known = DaprRelease.known();
    return known.get(known.size() - 1);
  }

  abstract B self();

  final Map<String, String> settings() {
    return settings;
  }

  /**
   * Sets a concept.
   *
   * @throws IllegalArgumentException if the value is not what the concept takes
   */
  final B set(String concept, String value) {
    for (Annotation annotation : NEWEST.of(concept)) {
      Optional<String> wanted = annotation.form().problem(value);
      if (wanted.isPresent()) {
        throw new IllegalArgumentException(
            "%s \"%s\": must be %s".formatted(concept.replace('-', ' '), value, wanted.get()));
      }
    }
    settings.put(concept, value);
    return self();
  }

  final B set(String concept, int value) {
    return set(concept, Integer.toString(value));
  }

  final B set(String concept, boolean value) {
    return set(concept, Boolean.toString(value));
  }

  /** Sets a duration as Go reads it. */
  final B set(String concept, Duration value) {
    long millis = value.toMillis();
    if (value.isNegative() || !value.equals(Duration.ofMillis(millis))) {
      throw new IllegalArgumentException(
          "%s %s: must be whole milliseconds, 0 or more"
              .formatted(concept.replace('-', ' '), value));
    }
    return set(concept, millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms");
  }

  /** Sets a number of seconds. */
  final B setSeconds(String concept, Duration value) {
    if (!value.equals(Duration.ofSeconds(value.toSeconds()))) {
      throw new IllegalArgumentException(
          "%s %s: must be whole seconds".formatted(concept.replace('-', ' '), value));
    }
    return set(concept, Long.toString(value.toSeconds()));
  }

  /** Adds items to a list. */
  final B add(String concept, String item) {
    String before = settings.get(concept);
    return set(concept, before == null ? item : before + "," + item);
  }

  static void refuseCommas(String what, String text) {
    if (text.indexOf(',') >= 0) {
      throw new IllegalArgumentException("%s \"%s\": must not hold a comma".formatted(what, text));
    }
  }
}
