package dev.portside.dapr.injection;

import dev.portside.value.Quantity;
import dev.portside.yaml.Mapping;
import java.util.List;

/** The resources of the sidecar's container. */
final class Resources {

  private Resources() {}

  /** One text that is no quantity, and the injector sets none of the four. */
  static Mapping of(SidecarValues values) {
    for (String which : List.of("cpu-request", "cpu-limit", "memory-request", "memory-limit")) {
      String text = values.text("sidecar-" + which);
      if (!text.isEmpty() && Quantity.parse(text).problem() != null) {
        return Mapping.empty();
      }
    }
    return Mapping.builder()
        .putUnlessEmpty("limits", side(values, "limit"))
        .putUnlessEmpty("requests", side(values, "request"))
        .build();
  }

  private static Mapping side(SidecarValues values, String side) {
    Mapping.Builder resources = Mapping.builder();
    for (String what : List.of("cpu", "memory")) {
      String text = values.text("sidecar-%s-%s".formatted(what, side));
      if (!text.isEmpty()) {
        resources.put(what, Quantity.parse(text).toString());
      }
    }
    return resources.build();
  }
}
