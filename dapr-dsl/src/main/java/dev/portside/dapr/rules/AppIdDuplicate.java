package dev.portside.dapr.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.dapr.DaprRuntime;
import dev.portside.manifest.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Two workloads of one namespace share an app id. */
final class AppIdDuplicate implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "dapr-app-id-duplicate",
          Severity.ERROR,
          Rank.SETTING,
          "two workloads of one namespace share an app id");

  /** Source: dapr/dapr pkg/operator/handlers/dapr_handler.go @v1.18.3. */
  private static final Set<String> SERVED = Set.of("Deployment", "StatefulSet", "Rollout");

  private record Id(String argument, String namespace, String appId) {}

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    DaprAnnotations known = DaprAnnotations.at(scene.platform().get(DaprRuntime.SECTION).version());
    Map<Id, List<Workload>> byId = new HashMap<>();
    for (Workload workload : scene.manifests().workloads()) {
      String appId = known.value(workload, "app-id");
      if (appId != null && known.hasSidecar(workload)) {
        Id id = new Id(workload.resource().argument(), workload.namespace(), appId);
        byId.computeIfAbsent(id, i -> new ArrayList<>(1)).add(workload);
      }
    }
    List<Finding> findings = new ArrayList<>();
    byId.forEach((id, workloads) -> findings(known, id, workloads, findings));
    return findings.stream();
  }

  /**
   * Those that get a Service are compared with one that gets it too. The same resource twice is
   * another rule's to report.
   */
  private static void findings(
      DaprAnnotations known, Id id, List<Workload> workloads, List<Finding> findings) {
    workloads.sort(
        Comparator.comparing((Workload workload) -> !isServed(workload))
            .thenComparing(workload -> workload.resource().ref()));
    Workload first = workloads.get(0);
    for (Workload workload : workloads) {
      String key = known.written(workload, "app-id");
      if (key != null && !workload.resource().ref().equals(first.resource().ref())) {
        findings.add(finding(workload, first, key, id.appId()));
      }
    }
  }

  /** Dapr's operator makes no Service for any other kind. */
  private static boolean isServed(Workload workload) {
    return SERVED.contains(workload.kind());
  }

  private static Finding finding(Workload workload, Workload earlier, String key, String appId) {
    boolean fight = isServed(workload) && isServed(earlier);
    return Finding.of(INFO, workload.resource(), workload.annotationField(key))
        .severity(fight ? Severity.ERROR : Severity.WARNING)
        .message("app id \"%s\" is also that of %s".formatted(appId, earlier))
        .why(
            fight
                ? "both own the Service %s-dapr: Dapr's operator rewrites it for ever, and calls reach"
                        .formatted(appId)
                    + " one or the other by chance"
                : "both have one identity: what names the app id, such as scopes and access control,"
                    + " holds for both")
        .help("give each workload of the namespace an app id of its own")
        .addCauses(new Cause(workload.resource().target(), "app-id", 0))
        .build();
  }
}
