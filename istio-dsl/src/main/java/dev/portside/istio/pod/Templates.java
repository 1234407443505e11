package dev.portside.istio.pod;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.manifest.Workload;
import dev.portside.platform.Table;
import dev.portside.value.GoText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The templates that a pod asks the injector for; {@code sidecar} when it does not say. Immutable.
 */
public final class Templates {

  private static final List<Table.Row> KNOWN = Table.read(Templates.class, "templates.txt");

  private static final Templates USUAL = new Templates("sidecar");

  private final List<Table.Row> asked = new ArrayList<>();
  private final @Nullable String refusal;

  public static Templates of(Workload workload) {
    String own = workload.annotation(IstioKeys.TEMPLATES);
    return own == null ? USUAL : new Templates(own);
  }

  private Templates(String names) {
    String unknown = null;
    for (String item : names.split(",", -1)) {
      String name = GoText.trim(item);
      KNOWN.stream().filter(row -> row.get("name").equals(name)).forEach(asked::add);
      if (unknown == null && KNOWN.stream().noneMatch(row -> row.get("name").equals(name))) {
        unknown = name;
      }
    }
    refusal =
        unknown == null
            ? null
            : "requested template %s not found; have %s"
                .formatted(
                    GoText.quote(unknown),
                    String.join(", ", KNOWN.stream().map(row -> row.get("name")).toList()));
  }

  /** Returns why the injector refuses the pod, in its own words, or null. */
  public @Nullable String refusal() {
    return refusal;
  }

  /** Returns whether one of them gives the pod a proxy of the mesh. */
  boolean hasProxy() {
    return has("proxy");
  }

  /** Returns whether one of them takes the pod's connections. */
  public boolean captures() {
    return has("capture");
  }

  /** Returns whether the proxy is Envoy, with a user and a way of capturing of its own. */
  boolean hasEnvoy() {
    return has("envoy");
  }

  /** Returns whether the proxy keeps the app's containers waiting whatever is configured. */
  boolean waits() {
    return has("waits");
  }

  private boolean has(String column) {
    return asked.stream().anyMatch(row -> row.get(column).equals("yes"));
  }

  /** Returns the init containers that they add beside those that capture. */
  List<String> initContainers() {
    return asked.stream().map(row -> row.get("init")).filter(name -> !name.isEmpty()).toList();
  }
}
