package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import java.util.List;

/** A workload names a Configuration that is not in its namespace. */
final class ConfigurationMissing extends Rule {

  ConfigurationMissing() {
    super(
        "dapr-configuration-missing",
        Severity.ERROR,
        Rank.SETTING,
        "a workload names a Configuration that its namespace lacks");
  }

  @Override
  public void check(Scene scene, Found found) {
    DaprAnnotations known = Keys.known(scene);
    for (Workload workload : scene.manifests().workloads()) {
      String key = known.isTrue(workload, "enabled") ? known.written(workload, "config") : null;
      String name = known.value(workload, "config");
      if (key != null && name != null && !name.isEmpty() && !isThere(scene, workload, name)) {
        found.add(finding(scene, workload, key, name));
      }
    }
  }

  private Finding.Builder finding(Scene scene, Workload workload, String key, String name) {
    List<String> others =
        DaprResources.of(scene, "Configuration", workload.namespace()).stream()
            .map(Resource::name)
            .toList();
    String near = KeyGuess.of(name, others).map(other -> "; the nearest is " + other).orElse("");
    return at(workload, key)
        .severity(DaprResources.absent(scene))
        .message(
            "the set has no Configuration %s in namespace %s%s"
                .formatted(name, workload.namespace(), near))
        .why("Sentry refuses the sidecar a certificate, and daprd exits")
        .help("name a Configuration of the app's own namespace, or add it to the set")
        .cause("config");
  }

  private static boolean isThere(Scene scene, Workload workload, String name) {
    return !scene
        .manifests()
        .named(DaprResources.GROUP, "Configuration", workload.namespace(), name)
        .isEmpty();
  }
}
