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

/** An app id is none. */
final class AppIdInvalid extends Rule {

  AppIdInvalid() {
    super("dapr-app-id-invalid", Severity.ERROR, Rank.SETTING, "an app id is none that Dapr takes");
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
                ? "app id \"%s\" has %d characters; it may have 58".formatted(appId, length)
                : "\"%s\" is no app id".formatted(appId))
        .why(
            refused.isPresent()
                ? "the injector rejects the pods, and the operator makes no Service for them"
                : "the injector passes it, and the API server refuses the pods: no label may end with -")
        .help("write 1 to 58 lower-case letters, digits and -, first and last no -")
        .addAllAssumed(Keys.assumed(known))
        .cause("app-id");
  }
}
