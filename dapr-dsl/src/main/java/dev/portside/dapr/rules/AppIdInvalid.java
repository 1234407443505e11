package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.dapr.injection.AppId;
import dev.portside.manifest.Workload;
import java.util.Optional;

/** An app id that Dapr does not accept. */
final class AppIdInvalid extends Rule {

  AppIdInvalid() {
    super("dapr-app-id-invalid", Severity.ERROR, Rank.SETTING, "Dapr does not accept the app id");
  }

  @Override
  public void check(Scene scene, Found found) {
    DaprAnnotations known = Keys.known(scene);
    for (Workload workload : scene.manifests().workloads()) {
      String key = known.hasSidecar(workload) ? known.written(workload, "app-id") : null;
      String appId = key == null ? null : workload.annotation(key);
      if (key != null && appId != null && !appId.isEmpty() && !AppId.isValid(appId)) {
        found.add(finding(known, workload, key, appId));
      }
    }
  }

  private Finding.Builder finding(
      DaprAnnotations known, Workload workload, String key, String appId) {
    Optional<String> refused = AppId.problem(appId);
    int length = appId.length();
    return at(workload, key)
        .message(
            length > 58
                ? "app id \"%s\" has %d characters; at most 58 are allowed".formatted(appId, length)
                : "\"%s\" is not an app id".formatted(appId))
        .why(
            refused.isPresent()
                ? "the injector rejects the pods, and the operator makes no Service for them"
                : "the injector accepts it, and the API server refuses the pods: a label must not"
                    + " end with -")
        .help("write 1 to 58 lower-case letters, digits and -, with no - at the start or end")
        .addAllAssumed(Keys.assumed(known))
        .cause("app-id");
  }
}
