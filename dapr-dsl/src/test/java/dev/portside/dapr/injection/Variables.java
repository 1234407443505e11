package dev.portside.dapr.injection;

import dev.portside.yaml.Mapping;

/** Environment variables as a container's manifest has them. */
final class Variables {

  private Variables() {}

  static Mapping of(String name, String value) {
    return Mapping.builder().put("name", name).put("value", value).build();
  }

  static Mapping ofField(String name, String path) {
    return from(name, "fieldRef", Mapping.of("fieldPath", path));
  }

  static Mapping ofSecret(String name, String secret, String key) {
    return from(
        name, "secretKeyRef", Mapping.builder().put("name", secret).put("key", key).build());
  }

  private static Mapping from(String name, String kind, Mapping source) {
    return Mapping.builder().put("name", name).put("valueFrom", Mapping.of(kind, source)).build();
  }
}
