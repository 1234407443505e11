package dev.portside.istio;

import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.platform.Table;
import dev.portside.platform.Version;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the builders of Istio's kinds have in common. */
final class IstioApi {

  private static final List<Table.Row> ROWS = Table.read(IstioApi.class, "api-versions.txt");

  private IstioApi() {}

  /**
   * Returns the newest API version of a kind that the platform's Istio serves.
   *
   * @throws UnsupportedOnPlatformException if that release has no such kind
   */
  static String version(Context context, String kind, String name) {
    Version release = context.platform().get(IstioMesh.SECTION).version();
    String first = "";
    for (Table.Row row : ROWS) {
      if (row.get("kind").equals(kind)) {
        if (release.isAtLeast(Version.of(row.get("since")))) {
          return row.get("apiVersion");
        }
        first = row.get("since");
      }
    }
    throw new UnsupportedOnPlatformException(
        kind + "/" + name,
        "apiVersion",
        "Istio %s has no %s".formatted(release, kind),
        "it came with Istio " + first);
  }

  /**
   * Refuses what is wrong of a builder's values together.
   *
   * @throws IllegalStateException naming all of it
   */
  static void refuse(String maker, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new IllegalStateException(maker + ": " + String.join("; ", problems));
    }
  }

  /** Returns a copy that keeps the order and that nobody changes. */
  static <K, V> Map<K, V> copy(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /**
   * Returns a name that Kubernetes takes for such a resource: DNS labels, joined by points.
   *
   * @throws IllegalArgumentException if it is none
   */
  static String name(String kind, String name) {
    for (String label : name.split("\\.", -1)) {
      if (!Names.isLabel(label)) {
        throw new IllegalArgumentException(
            "%s name \"%s\": must be lower-case letters, digits, - and ., such as orders"
                .formatted(kind, name));
      }
    }
    return name;
  }
}
