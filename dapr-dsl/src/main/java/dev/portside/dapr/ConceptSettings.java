package dev.portside.dapr;

import dev.portside.dapr.injection.Annotation;
import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.dapr.injection.DaprRelease;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Dapr is told of an app, by concept, in the order in which it was said. A value that Dapr
 * would ignore, or that would make its sidecar exit, fails at the call. Immutable.
 */
final class ConceptSettings {

  /** The newest release has the form of every value that can be set. */
  static final AnnotationTable NEWEST =
      AnnotationTable.at(DaprRelease.known().get(DaprRelease.known().size() - 1));

  private final Map<String, String> values;

  private ConceptSettings(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(values);
  }

  /** Returns settings that are as they are, such as those of a workload that exists. */
  static ConceptSettings of(Map<String, String> values) {
    return new ConceptSettings(new LinkedHashMap<>(values));
  }

  Map<String, String> values() {
    return values;
  }

  /** Returns these with a concept that no form is asked of. */
  ConceptSettings put(String concept, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(concept, value);
    return new ConceptSettings(more);
  }

  /**
   * Returns these with a concept set.
   *
   * @throws IllegalArgumentException if the value is not what the concept takes
   */
  ConceptSettings set(String concept, Object value) {
    String text = value.toString();
    for (Annotation annotation : NEWEST.of(concept)) {
      Optional<String> wanted = annotation.form().problem(text);
      if (wanted.isPresent()) {
        throw new IllegalArgumentException(
            "%s \"%s\": must be %s".formatted(spoken(concept), text, wanted.get()));
      }
    }
    return put(concept, text);
  }

  /** Returns these with a duration as Go reads it. */
  ConceptSettings set(String concept, Duration value) {
    long millis = value.toMillis();
    if (value.isNegative() || !value.equals(Duration.ofMillis(millis))) {
      throw new IllegalArgumentException(
          "%s %s: must be whole milliseconds, 0 or more".formatted(spoken(concept), value));
    }
    return set(concept, (Object) (millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms"));
  }

  /** Returns these with a number of seconds. */
  ConceptSettings setSeconds(String concept, Duration value) {
    if (!value.equals(Duration.ofSeconds(value.toSeconds()))) {
      throw new IllegalArgumentException(
          "%s %s: must be whole seconds".formatted(spoken(concept), value));
    }
    return set(concept, value.toSeconds());
  }

  /** Returns these with one more item in a list. */
  ConceptSettings add(String concept, String item) {
    String before = values.get(concept);
    return set(concept, before == null ? item : before + "," + item);
  }

  static String withoutComma(String what, String text) {
    if (text.indexOf(',') >= 0) {
      throw new IllegalArgumentException("%s \"%s\": must not hold a comma".formatted(what, text));
    }
    return text;
  }

  static String spoken(String concept) {
    return concept.replace('-', ' ');
  }
}
