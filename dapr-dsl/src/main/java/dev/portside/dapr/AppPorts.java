package dev.portside.dapr;

import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.dapr.injection.SidecarValues;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The values of an app that must not clash, as the newest Dapr reads them. */
final class AppPorts {

  /** The one port of the operator's Service that nothing moves. */
  private static final long SERVICE_HTTP = 80;

  private AppPorts() {}

  private static SidecarValues values(Map<String, String> settings) {
    Mapping.Builder annotations = Mapping.builder();
    settings.forEach((concept, value) -> annotations.put(AnnotationTable.PREFIX + concept, value));
    return SidecarValues.of(ConceptSettings.NEWEST, annotations.build());
  }

  /** Returns the port that the app listens on, where the settings name one. */
  static OptionalInt of(Map<String, String> settings) {
    long port = values(settings).number("app-port");
    return port >= 1 && port <= 65_535 ? OptionalInt.of((int) port) : OptionalInt.empty();
  }

  /** Returns what is wrong with values that clash. */
  static List<String> problems(ConceptSettings settings) {
    SidecarValues values = values(settings.values());
    List<String> problems = new ArrayList<>();
    Map<Long, String> taken = new LinkedHashMap<>();
    listeners(values)
        .forEach(
            (name, port) -> {
              String other = taken.putIfAbsent(port, name);
              if (other != null) {
                problems.add("port %d is both %s and %s".formatted(port, other, name));
              }
            });
    for (String concept : List.of("grpc-port", "internal-grpc-port", "metrics-port")) {
      if (values.number(concept) == SERVICE_HTTP) {
        problems.add(
            "%s 80: is the port of dapr-http in the sidecars' Service"
                .formatted(ConceptSettings.spoken(concept)));
      }
    }
    String owner = taken.get(values.number("app-port"));
    if (owner != null) {
      problems.add("app port %d: is %s of the sidecar".formatted(values.number("app-port"), owner));
    }
    long interval = values.number("app-health-probe-interval");
    if (values.number("app-health-probe-timeout") > interval * 1000) {
      problems.add(
          "app health timeout %d ms: is longer than the interval of %d s"
              .formatted(values.number("app-health-probe-timeout"), interval));
    }
    return problems;
  }

  private static Map<String, Long> listeners(SidecarValues values) {
    Map<String, Long> listeners = new LinkedHashMap<>();
    listeners.put("the HTTP API", 3_500L);
    listeners.put("the gRPC API", values.number("grpc-port"));
    listeners.put("the health port", 3_501L);
    listeners.put("the internal gRPC port", values.number("internal-grpc-port"));
    listeners.put("the metrics port", values.number("metrics-port"));
    if (values.flag("enable-profiling")) {
      listeners.put("the profiles' port", 7_777L);
    }
    if (values.flag("enable-debug")) {
      listeners.put("the debug port", values.number("debug-port"));
    }
    return listeners;
  }
}
