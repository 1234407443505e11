package dev.portside.dapr.injection;

import dev.portside.value.GoNumber;
import dev.portside.value.GoText;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the injector reads from the annotations of a pod: by concept, defaults included. Source:
 * dapr/dapr pkg/injector/patcher/sidecar.go @v1.18.3.
 */
public final class SidecarValues {

  private final Map<String, Object> values = new HashMap<>();

  /** The concepts that are set by an annotation whose value is passed on even when it is empty. */
  private final Set<String> passed = new HashSet<>();

  private final List<String> ignored = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  private SidecarValues() {}

  /** Reads the annotations of a pod as a release does. */
  public static SidecarValues of(AnnotationTable table, Mapping annotations) {
    SidecarValues read = new SidecarValues();
    for (String concept : table.concepts()) {
      read.read(table, table.of(concept), annotations);
    }
    for (int i = 0; i < annotations.size(); i++) {
      String key = annotations.key(i);
      if (key.startsWith(AnnotationTable.PREFIX) && table.find(key) == null) {
        read.unknown.add(key);
      }
    }
    return read;
  }

  private void read(AnnotationTable table, List<Annotation> ways, Mapping annotations) {
    Annotation first = ways.get(0);
    if (!first.fallback().isEmpty()) {
      values.put(first.concept(), value(first, first.fallback()));
    }
    for (Annotation way : ways) {
      String written = written(annotations, way.key());
      if (written != null && (!written.isEmpty() || table.release().is(Fact.EMPTY_VALUES_COUNT))) {
        set(way, written);
        return;
      }
    }
  }

  private static @Nullable String written(Mapping annotations, String key) {
    return annotations.get(key) instanceof Scalar scalar && !scalar.isNull() ? scalar.text() : null;
  }

  private void set(Annotation way, String written) {
    if (way.reads().isNumber() && !GoNumber.isInt(written)) {
      ignored.add(way.key());
    } else {
      values.put(way.concept(), value(way, written));
      if (way.reads() != Annotation.Reads.TEXT || !written.isEmpty()) {
        passed.add(way.concept());
      }
    }
  }

  private static Object value(Annotation way, String text) {
    return switch (way.reads()) {
      case FLAG, OPTIONAL_FLAG -> AnnotationTable.isTruthy(text);
      case INT32 -> (long) (int) Long.parseLong(text);
      case INT, OPTIONAL_INT -> Long.parseLong(text);
      case ADDRESS, OPTIONAL_ADDRESS -> address(text);
      case TEXT, OPTIONAL_TEXT, NONE -> text;
    };
  }

  static String address(String text) {
    return GoText.trim(unquoted(text));
  }

  private static String unquoted(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isQuote(text.charAt(start))) {
      start++;
    }
    while (end > start && isQuote(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  /** Returns whether a concept is set, by annotation or by default. */
  public boolean has(String concept) {
    return values.containsKey(concept);
  }

  /** Returns whether the value of an annotation is passed on to daprd. */
  boolean isPassed(String concept) {
    return passed.contains(concept);
  }

  /** Returns the boolean of a concept; false when the release does not know it. */
  public boolean flag(String concept) {
    return values.get(concept) instanceof Boolean flag && flag;
  }

  /** Returns the number of a concept; 0 when it has none. */
  public long number(String concept) {
    return values.get(concept) instanceof Long number ? number : 0;
  }

  /** Returns the text of a concept; empty when it has none. */
  public String text(String concept) {
    return values.get(concept) instanceof String text ? text : "";
  }

  /** Returns the app id: that of the annotation, else the pod's name, else none. */
  public String appId(String podName) {
    String own = text("app-id");
    return own.isEmpty() ? podName : own;
  }

  /** Returns the keys whose values are ignored, with a line in the injector's log. */
  public List<String> ignored() {
    return List.copyOf(ignored);
  }

  /** Returns the keys with Dapr's prefix that the release does not know. */
  public List<String> unknown() {
    return List.copyOf(unknown);
  }
}
