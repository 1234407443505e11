package dev.portside.dapr.injection;

import dev.portside.platform.Table;
import dev.portside.platform.Version;
import dev.portside.value.GoNumber;
import dev.portside.value.GoText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The pod annotations of one release of Dapr, read from {@code annotations.txt}. */
public final class AnnotationTable {

  /** What all of Dapr's keys begin with. */
  public static final String PREFIX = "dapr.io/";

  private static final List<Table.Row> ROWS = Table.read(AnnotationTable.class, "annotations.txt");

  /** The newest name of what each old annotation sets. */
  private static final Map<String, String> RENAMED = new HashMap<>();

  private static final Set<String> EVER = new HashSet<>();

  private static final Map<String, AnnotationTable> BY_RELEASE = new ConcurrentHashMap<>();

  static {
    for (Table.Row row : ROWS) {
      EVER.add(PREFIX + row.get("key"));
      if (!row.get("key").equals(row.get("concept"))) {
        RENAMED.put(PREFIX + row.get("key"), PREFIX + row.get("concept"));
      }
    }
  }

  private final DaprRelease release;
  private final Map<String, Annotation> byKey = new LinkedHashMap<>();

  /** The annotations of each concept that the release honours, the one that wins first. */
  private final Map<String, List<Annotation>> byConcept = new LinkedHashMap<>();

  private AnnotationTable(DaprRelease release) {
    this.release = release;
    for (Table.Row row : ROWS) {
      if (row.holdsAt(release.facts())) {
        Annotation annotation =
            new Annotation(
                PREFIX + row.get("key"),
                row.get("concept"),
                Annotation.Reads.of(row.get("reads")),
                row.get("default"),
                row.get("form"));
        byKey.put(annotation.key(), annotation);
        byConcept.computeIfAbsent(annotation.concept(), c -> new ArrayList<>(1)).add(0, annotation);
      }
    }
  }

  /** Returns the annotations of a release. */
  public static AnnotationTable at(Version version) {
    return at(DaprRelease.of(version));
  }

  /** Returns the annotations of a release. */
  public static AnnotationTable at(DaprRelease release) {
    return BY_RELEASE.computeIfAbsent(
        release.asked().toString(), text -> new AnnotationTable(release));
  }

  /** Returns the release. */
  public DaprRelease release() {
    return release;
  }

  /** Returns the annotation of a key, or null when the release does not read it. */
  public @Nullable Annotation find(String key) {
    return byKey.get(key);
  }

  /** Returns the annotations of a concept, the one that wins first; none when it has none. */
  public List<Annotation> of(String concept) {
    return byConcept.getOrDefault(concept, List.of());
  }

  /** Returns the concepts that the release knows. */
  public Set<String> concepts() {
    return byConcept.keySet();
  }

  /** Returns the keys that the release reads. */
  public Set<String> keys() {
    return byKey.keySet();
  }

  /** Returns whether that value of {@code dapr.io/enabled} asks the injector for a sidecar. */
  public boolean asksForSidecar(String value) {
    return release.is(Fact.ENABLED_SAYS_TRUE) ? "true".equalsIgnoreCase(value) : isTruthy(value);
  }

  /** Returns whether Dapr takes a value for true. Source: dapr/kit strings/strings.go. */
  public static boolean isTruthy(String value) {
    return switch (GoText.trim(value).toLowerCase(Locale.ROOT)) {
      case "y", "yes", "true", "t", "on", "1" -> true;
      default -> false;
    };
  }

  /** Returns whether the injector reads a value as a number. */
  public static boolean isNumber(String value) {
    return GoNumber.isInt(value);
  }

  /** Returns an address without the quotes and blanks around it that the injector takes away. */
  public static String address(String value) {
    return SidecarValues.address(value);
  }

  /** Returns whether any release has read a key. */
  public static boolean wasEverRead(String key) {
    return EVER.contains(key);
  }

  /** Returns the newest name of what an old annotation sets, where it is one that was renamed. */
  public static Optional<String> renamed(String key) {
    return Optional.ofNullable(RENAMED.get(key));
  }

  /** Returns the first release without an annotation; empty where the newest has it. */
  public static String ignoredSince(String key) {
    String until = "";
    for (Table.Row row : ROWS) {
      if (key.equals(PREFIX + row.get("key"))) {
        until = row.get("until");
      }
    }
    return until;
  }

  /**
   * Returns the releases that brought a concept: the first, and each it was carried back to; {@code
   * 1.16.18, 1.17.12, 1.18.3}.
   */
  public static String since(String concept) {
    List<String> releases = new ArrayList<>();
    String end = null;
    for (Table.Row row : ROWS) {
      if (row.get("key").equals(concept) && !row.get("since").equals(end)) {
        releases.add(row.get("since"));
      }
      end = row.get("key").equals(concept) ? row.get("until") : end;
    }
    if (releases.isEmpty()) {
      ROWS.stream()
          .filter(row -> row.get("concept").equals(concept))
          .findFirst()
          .ifPresent(row -> releases.add(row.get("since")));
    }
    return String.join(", ", releases);
  }
}
