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
import java.util.stream.Stream;

/** Two workloads of one namespace share an app id. */
final class AppIdDuplicate implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "dapr-app-id-duplicate",
          Severity.ERROR,
          Rank.SETTING,
          "two workloads of one namespace share an app id");

  private record Id(String namespace, String appId) {}

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
      if (appId != null && known.isTrue(workload, "enabled")) {
        byId.computeIfAbsent(new Id(workload.namespace(), appId), id -> new ArrayList<>(1))
            .add(workload);
      }
    }
    List<Finding> findings = new ArrayList<>();
    byId.forEach((id, workloads) -> findings(known, id, workloads, findings));
    return findings.stream();
  }

  /** The same resource twice is another rule's to report. */
  private static void findings(
      DaprAnnotations known, Id id, List<Workload> workloads, List<Finding> findings) {
    workloads.sort(Comparator.comparing(workload -> workload.resource().ref()));
    Workload first = workloads.get(0);
    for (Workload workload : workloads) {
      String key = known.written(workload, "app-id");
      if (key != null && !workload.resource().ref().equals(first.resource().ref())) {
        findings.add(finding(workload, first, key, id.appId()));
      }
    }
  }

  private static Finding finding(Workload workload, Workload earlier, String key, String appId) {
    return Finding.of(INFO, workload.resource(), workload.annotationField(key))
        .message("app id \"%s\" is also that of %s".formatted(appId, earlier))
        .why(
            "both own the Service %s-dapr: Dapr's operator rewrites it for ever, and calls reach one"
                    .formatted(appId)
                + " or the other by chance")
        .help("give each workload of the namespace an app id of its own")
        .addCauses(new Cause(workload.resource().target(), "app-id", 0))
        .build();
  }
}
