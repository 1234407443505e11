package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.dapr.injection.AppId;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;

/** A workload asks for a sidecar and has no app id. */
final class AppIdMissing extends Rule {

  private static final String KEY = AnnotationTable.PREFIX + "app-id";

  AppIdMissing() {
    super(
        "dapr-app-id-missing",
        Severity.ERROR,
        Rank.SETTING,
        "a workload asks for a sidecar and has no app id");
  }

  @Override
  public void check(Scene scene, Found found) {
    DaprAnnotations known = Keys.known(scene);
    for (Workload workload : scene.manifests().workloads()) {
      if (known.hasSidecar(workload)
          && !hasAppId(known, workload)
          && !isElsewhere(known, workload)) {
        found.add(finding(known, workload));
      }
    }
  }

  private static boolean hasAppId(DaprAnnotations known, Workload workload) {
    String key = known.written(workload, "app-id");
    String value = key == null ? null : workload.annotation(key);
    return key != null && (value == null || !value.isEmpty());
  }

  /** Under an old name, a misspelt one, or on the workload itself: other rules say so. */
  private static boolean isElsewhere(DaprAnnotations known, Workload workload) {
    if (workload.resource().annotations().has(KEY)) {
      return true;
    }
    Mapping annotations = workload.annotations();
    for (int i = 0; i < annotations.size(); i++) {
      String key = annotations.key(i);
      boolean old = AnnotationTable.renamed(key).filter(KEY::equals).isPresent();
      if (old || !key.equals(KEY) && isMisspelt(known, workload, key)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMisspelt(DaprAnnotations known, Workload workload, String key) {
    return Keys.unknown(known, workload).contains(key)
        && Keys.meant(known, key).filter(KEY::equals).isPresent();
  }

  private Finding.Builder finding(DaprAnnotations known, Workload workload) {
    boolean named = !AppId.ofPods(workload).isEmpty();
    String key = workload.annotations().has(KEY) ? KEY : AnnotationTable.PREFIX + "enabled";
    return at(workload, key)
        .severity(named ? Severity.WARNING : Severity.ERROR)
        .message("the %s asks for a Dapr sidecar and has no app id".formatted(workload.kind()))
        .why(
            named
                ? "each pod uses its own name as app id, and there is no Service for others to"
                    + " invoke the app"
                : "the injector rejects its pods: \"value for the dapr.io/app-id annotation is"
                    + " empty\"")
        .help("add %s".formatted(known.key("app-id").orElse(KEY)))
        .addAllAssumed(Keys.assumed(known))
        .cause("app-id");
  }
}
