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
    Map<Id, Workload> first = new HashMap<>();
    List<Finding> findings = new ArrayList<>();
    for (Workload workload : scene.manifests().workloads()) {
      String key = known.written(workload, "app-id");
      String appId = key == null ? null : workload.annotation(key);
      if (key != null && appId != null && known.isTrue(workload, "enabled")) {
        Workload earlier = first.putIfAbsent(new Id(workload.namespace(), appId), workload);
        boolean sameResource =
            earlier != null && earlier.resource().ref().equals(workload.resource().ref());
        if (earlier != null && !sameResource) {
          findings.add(finding(workload, earlier, key, appId));
        }
      }
    }
    return findings.stream();
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
