package dev.portside.dapr.rules;

import dev.portside.check.Nearest;
import dev.portside.check.Scene;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.dapr.DaprRuntime;
import dev.portside.dapr.injection.Annotation;
import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The keys of annotations as people write them. */
final class Keys {

  private static final String PREFIX = AnnotationTable.PREFIX;

  /** Keys of pods that others than the injector read. */
  private static final Set<String> OTHERS = Set.of("dapr.io/control-plane");

  private static final int NEAR = 2;

  private Keys() {}

  /** Returns the annotations as the platform's Dapr reads them. */
  static DaprAnnotations known(Scene scene) {
    return DaprAnnotations.at(scene.platform().get(DaprRuntime.SECTION).version());
  }

  /** Returns what a finding leans on where the platform's Dapr is not known. */
  static List<String> assumed(DaprAnnotations known) {
    return known.release().note().stream().toList();
  }

  /** Returns the keys on a workload's pods that somebody meant for Dapr and no release reads. */
  static List<String> unknown(DaprAnnotations known, Workload workload) {
    List<String> unknown = new ArrayList<>();
    Mapping annotations = workload.annotations();
    for (int i = 0; i < annotations.size(); i++) {
      String key = annotations.key(i);
      if (isMeant(key) && !known.reads(key) && AnnotationTable.renamed(key).isEmpty()) {
        unknown.add(key);
      }
    }
    return unknown;
  }

  private static boolean isMeant(String key) {
    return key.startsWith(PREFIX) ? !OTHERS.contains(key) : isMisspeltPrefix(key);
  }

  /** A prefix that is nearly Dapr's, before a name that is one of Dapr's. */
  private static boolean isMisspeltPrefix(String key) {
    int slash = key.indexOf('/');
    if (slash < 0 || !AnnotationTable.wasEverRead(PREFIX + key.substring(slash + 1))) {
      return false;
    }
    String prefix = key.substring(0, slash + 1).toLowerCase(Locale.ROOT);
    return prefix.equals("dapr/") || prefix.endsWith("." + PREFIX) || isNear(prefix, PREFIX);
  }

  private static boolean isNear(String one, String other) {
    return Nearest.distance(one, other) <= NEAR;
  }

  /** Returns the key that an unknown one most likely is, where one is near. */
  static Optional<String> meant(DaprAnnotations known, String key) {
    return nearest(key, known.table().keys());
  }

  /**
   * Returns the key that an unknown one most likely is, of those that take its value: {@code
   * app-prot: grpc} is not a port.
   */
  static Optional<String> meant(DaprAnnotations known, String key, String value) {
    List<String> taking =
        known.table().keys().stream()
            .filter(
                other -> {
                  Annotation annotation = known.table().find(other);
                  return annotation != null && annotation.form().problem(value).isEmpty();
                })
            .toList();
    return nearest(key, taking);
  }

  private static Optional<String> nearest(String key, Collection<String> keys) {
    String plain = plain(key.substring(key.indexOf('/') + 1));
    return keys.stream()
        .filter(other -> isMeant(plain, plain(other.substring(PREFIX.length()))))
        .min(
            Comparator.comparingInt(
                    (String other) ->
                        Nearest.distance(plain, plain(other.substring(PREFIX.length()))))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static boolean isMeant(String plain, String concept) {
    return concept.equals(plain) || isNear(plain, concept) || KeyGuess.isNear(plain, concept);
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
    return lower.startsWith("dapr-io-") ? lower.substring("dapr-io-".length()) : lower;
  }

  /** Returns a list of words as a sentence has it. */
  static String joined(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }
}
