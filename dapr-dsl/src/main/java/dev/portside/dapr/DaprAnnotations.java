package dev.portside.dapr;

import dev.portside.manifest.Workload;
import dev.portside.platform.Table;
import dev.portside.platform.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which annotation means what, at one release of Dapr. */
public final class DaprAnnotations {

  private static final List<Table.Row> ROWS = Table.read(DaprAnnotations.class, "annotations.txt");
  private static final Map<String, Table.Row> BY_KEY = new HashMap<>();

  /** The newest name of what each old annotation sets. */
  private static final Map<String, String> RENAMED = new HashMap<>();

  private static final Map<Version, DaprAnnotations> BY_VERSION = new ConcurrentHashMap<>();

  static {
    for (Table.Row row : ROWS) {
      BY_KEY.put(row.get("key"), row);
      if (!row.get("until").isEmpty()) {
        RENAMED.put(row.get("key"), "dapr.io/" + row.get("concept"));
      }
    }
  }

  private final Version version;

  /** The keys of each concept that the release honours, the one that wins first. */
  private final Map<String, List<String>> keys = new HashMap<>();

  private DaprAnnotations(Version version) {
    this.version = version;
    for (Table.Row row : ROWS) {
      if (row.holdsAt(version)) {
        keys.computeIfAbsent(row.get("concept"), c -> new ArrayList<>()).add(0, row.get("key"));
      }
    }
  }

  /** Returns the annotations as that release reads them. */
  public static DaprAnnotations at(Version version) {
    return BY_VERSION.computeIfAbsent(version, DaprAnnotations::new);
  }

  /** Returns the key that the release reads for a concept, where it knows the concept. */
  public Optional<String> key(String concept) {
    List<String> found = keys.get(concept);
    return found == null ? Optional.empty() : Optional.of(found.get(0));
  }

  /**
   * Returns the key that sets a concept on a workload: the one that is written and wins, or null.
   */
  public @Nullable String written(Workload workload, String concept) {
    for (String key : keys.getOrDefault(concept, List.of())) {
      if (workload.annotations().has(key)) {
        return key;
      }
    }
    return null;
  }

  /** Returns the value that the release reads for a concept on a workload, or null. */
  public @Nullable String value(Workload workload, String concept) {
    String key = written(workload, concept);
    return key == null ? null : workload.annotation(key);
  }

  /**
   * Returns the port that a concept is set to, or {@code fallback} when it is not, or not to one.
   */
  public int port(Workload workload, String concept, int fallback) {
    String value = value(workload, concept);
    if (value == null) {
      return fallback;
    }
    try {
      int port = Integer.parseInt(value);
      return port >= 1 && port <= 65535 ? port : fallback;
    } catch (NumberFormatException e) {
      // The injector logs such a value and keeps the default (pkg/injector/patcher/sidecar.go).
      return fallback;
    }
  }

  /** Returns whether a concept is set to one of the words that Dapr takes for true. */
  public boolean isTrue(Workload workload, String concept) {
    return isTruthy(value(workload, concept));
  }

  /** Returns the newest name of what an old annotation sets, where it is one that was renamed. */
  public static Optional<String> renamed(String key) {
    return Optional.ofNullable(RENAMED.get(key));
  }

  /** Returns the release since which an annotation is ignored. */
  public static String ignoredSince(String key) {
    Table.Row row = BY_KEY.get(key);
    return row == null ? "" : row.get("until");
  }

  /** Returns whether the release reads an annotation. */
  public boolean reads(String key) {
    Table.Row row = BY_KEY.get(key);
    return row != null && row.holdsAt(version);
  }

  /** Returns the first release that reads a concept. */
  static String since(String concept) {
    return ROWS.stream()
        .filter(row -> row.get("concept").equals(concept))
        .findFirst()
        .map(row -> row.get("since"))
        .orElse("");
  }

  /** Source: dapr/kit strings/strings.go, {@code IsTruthy}. */
  private static boolean isTruthy(@Nullable String value) {
    if (value == null) {
      return false;
    }
    return switch (value.trim().toLowerCase(Locale.ROOT)) {
      case "y", "yes", "true", "t", "on", "1" -> true;
      default -> false;
    };
  }
}
