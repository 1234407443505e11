package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.manifest.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two workloads of one namespace share an app id. */
final class AppIdDuplicate extends Rule {

  /** Source: dapr/dapr pkg/operator/handlers/dapr_handler.go @v1.18.3. */
  private static final Set<String> SERVED = Set.of("Deployment", "StatefulSet", "Rollout");

  private record Id(String argument, String namespace, String appId) {}

  AppIdDuplicate() {
    super(
        "dapr-app-id-duplicate",
        Severity.ERROR,
        Rank.SETTING,
        "two workloads of one namespace share an app id");
  }

  @Override
  public void check(Scene scene, Found found) {
    DaprAnnotations known = Keys.known(scene);
    Map<Id, List<Workload>> byId = new HashMap<>();
    for (Workload workload : scene.manifests().workloads()) {
      String appId = known.value(workload, "app-id");
      if (appId != null && known.hasSidecar(workload)) {
        Id id = new Id(workload.resource().argument(), workload.namespace(), appId);
        byId.computeIfAbsent(id, i -> new ArrayList<>(1)).add(workload);
      }
    }
    byId.forEach((id, workloads) -> findings(known, id, workloads, found));
  }

  /**
   * Those that get a Service are compared with one that gets it too. The same resource twice is
   * another rule's to report.
   */
  private void findings(DaprAnnotations known, Id id, List<Workload> workloads, Found found) {
    workloads.sort(
        Comparator.comparing((Workload workload) -> !isServed(workload))
            .thenComparing(workload -> workload.resource().ref()));
    Workload first = workloads.get(0);
    for (Workload workload : workloads) {
      String key = known.written(workload, "app-id");
      if (key != null && !workload.resource().ref().equals(first.resource().ref())) {
        found.add(finding(workload, first, key, id.appId()));
      }
    }
  }

  /** Dapr's operator makes no Service for any other kind. */
  private static boolean isServed(Workload workload) {
    return SERVED.contains(workload.kind());
  }

  private Finding.Builder finding(Workload workload, Workload earlier, String key, String appId) {
    boolean fight = isServed(workload) && isServed(earlier);
    return at(workload, key)
        .severity(fight ? Severity.ERROR : Severity.WARNING)
        .message("app id \"%s\" is also the app id of %s".formatted(appId, earlier))
        .why(
            fight
                ? "both own the Service %s-dapr: Dapr's operator rewrites it again and again, and calls reach"
                        .formatted(appId)
                    + " one or the other by chance"
                : "both have the same identity: what names the app id, such as scopes and access"
                    + " control, applies to both")
        .help("give each workload of the namespace an app id of its own")
        .cause("app-id");
  }
}
