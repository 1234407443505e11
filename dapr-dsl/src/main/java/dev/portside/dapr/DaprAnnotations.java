package dev.portside.dapr;

import dev.portside.Internal;
import dev.portside.dapr.injection.Annotation;
import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.dapr.injection.DaprRelease;
import dev.portside.manifest.Workload;
import dev.portside.platform.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which annotation means what on a workload, at one release of Dapr. */
@Internal
public final class DaprAnnotations {

  private static final Map<String, DaprAnnotations> BY_RELEASE = new ConcurrentHashMap<>();

  private final AnnotationTable table;

  private DaprAnnotations(Version version) {
    this.table = AnnotationTable.at(version);
  }

  /** Returns the annotations as that release reads them. */
  public static DaprAnnotations at(Version version) {
    return BY_RELEASE.computeIfAbsent(version.toString(), text -> new DaprAnnotations(version));
  }

  /** Returns the release, or the nearest known one. */
  public DaprRelease release() {
    return table.release();
  }

  /** Returns the annotations of the release. */
  public AnnotationTable table() {
    return table;
  }

  /** Returns the key that the release reads for a concept, where it knows the concept. */
  public Optional<String> key(String concept) {
    List<Annotation> found = table.of(concept);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0).key());
  }

  /**
   * Returns the key that sets a concept on a workload: the one that is written and wins, or null.
   */
  public @Nullable String written(Workload workload, String concept) {
    for (Annotation annotation : table.of(concept)) {
      if (workload.annotations().has(annotation.key())) {
        return annotation.key();
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
    if (value == null || !AnnotationTable.isNumber(value)) {
      // The injector logs a value that is none and keeps the default.
      return fallback;
    }
    // It reads 64 bits and cuts them to 32 (pkg/injector/patcher/sidecar.go).
    int port = (int) Long.parseLong(value);
    return port >= 1 && port <= 65535 ? port : fallback;
  }

  /** Returns whether a concept is set to one of the words that Dapr takes for true. */
  public boolean isTrue(Workload workload, String concept) {
    String value = value(workload, concept);
    return value != null && AnnotationTable.isTruthy(value);
  }

  /** Returns whether the injector gives a workload's pods a sidecar, as far as they ask for one. */
  public boolean hasSidecar(Workload workload) {
    String value = workload.annotation(AnnotationTable.PREFIX + "enabled");
    return value != null && table.asksForSidecar(value);
  }

  /** Returns the newest name of what an old annotation sets, where it is one that was renamed. */
  public static Optional<String> renamed(String key) {
    return AnnotationTable.renamed(key);
  }

  /** Returns the release since which an annotation is ignored. */
  public static String ignoredSince(String key) {
    return AnnotationTable.ignoredSince(key);
  }

  /** Returns whether the release reads an annotation. */
  public boolean reads(String key) {
    return table.find(key) != null;
  }

  /** Returns the first release that reads a concept, and those it was carried back to. */
  static String since(String concept) {
    return AnnotationTable.since(concept);
  }
}
