package dev.portside.dapr.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A workload names a Configuration that is not in its namespace. */
final class ConfigurationMissing implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "dapr-configuration-missing",
          Severity.ERROR,
          Rank.SETTING,
          "a workload names a Configuration that its namespace lacks");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    DaprAnnotations known = DaprAnnotations.at(Resources.version(scene));
    return scene.manifests().workloads().stream()
        .filter(workload -> known.isTrue(workload, "enabled"))
        .flatMap(workload -> finding(scene, known, workload).stream());
  }

  private static Optional<Finding> finding(Scene scene, DaprAnnotations known, Workload workload) {
    String key = known.written(workload, "config");
    String name = known.value(workload, "config");
    if (key == null || name == null || name.isEmpty() || isThere(scene, workload, name)) {
      return Optional.empty();
    }
    List<String> others =
        Resources.of(scene, "Configuration", workload.namespace()).stream()
            .map(Resource::name)
            .toList();
    String near = KeyGuess.of(name, others).map(other -> "; the nearest is " + other).orElse("");
    return Optional.of(
        Finding.of(INFO, workload.resource(), workload.annotationField(key))
            .severity(Resources.absent(scene))
            .message(
                "the set has no Configuration %s in namespace %s%s"
                    .formatted(name, workload.namespace(), near))
            .why("Sentry refuses the sidecar a certificate, and daprd exits")
            .help("name a Configuration of the app's own namespace, or add it to the set")
            .addCauses(new Cause(workload.resource().target(), "config", 0))
            .build());
  }

  private static boolean isThere(Scene scene, Workload workload, String name) {
    return !scene
        .manifests()
        .named(Resources.GROUP, "Configuration", workload.namespace(), name)
        .isEmpty();
  }
}
