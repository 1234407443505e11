package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.Set;

/** An annotation stands under a name that Dapr has given up. */
final class AnnotationLegacy extends Rule {

  /** Kinds whose pods have a name when the injector sees them, which then is the app id. */
  private static final Set<String> KEEPS_NAME = Set.of("Pod", "StatefulSet");

  AnnotationLegacy() {
    super(
        "dapr-annotation-legacy",
        Severity.ERROR,
        Rank.SETTING,
        "an annotation has a name that Dapr no longer uses");
  }

  @Override
  public void check(Scene scene, Found found) {
    Version version = DaprResources.version(scene);
    DaprAnnotations known = Keys.known(scene);
    for (Workload workload : scene.manifests().workloads()) {
      Mapping annotations = known.hasSidecar(workload) ? workload.annotations() : Mapping.empty();
      for (int i = 0; i < annotations.size(); i++) {
        String key = annotations.key(i);
        DaprAnnotations.renamed(key)
            .filter(known::reads)
            .ifPresent(name -> found.add(finding(workload, key, name, version, known.reads(key))));
      }
    }
  }

  private Finding.Builder finding(
      Workload workload, String key, String name, Version version, boolean stillRead) {
    boolean superseded = workload.annotations().has(name);
    Pointer field = workload.annotationField(key);
    Edit.Target target = workload.resource().target();
    return at(workload.resource(), field)
        .severity(stillRead || superseded ? Severity.WARNING : Severity.ERROR)
        .message(
            stillRead
                ? "%s is the old name of %s".formatted(key, name)
                : "Dapr %s ignores %s, the old name of %s".formatted(version, key, name))
        .why(why(workload, key, name, stillRead, superseded))
        .help(superseded ? "remove it" : "rename it to " + name)
        .addEdits(
            superseded
                ? new Edit.RemoveField(target, field, true)
                : new Edit.MoveField(target, field, workload.annotationField(name), true))
        .cause(key);
  }

  private static String why(
      Workload workload, String key, String name, boolean stillRead, boolean superseded) {
    if (superseded) {
      return "%s is set too, and is the one that counts".formatted(name);
    }
    if (stillRead) {
      return "Dapr ignores it from %s on".formatted(DaprAnnotations.ignoredSince(key));
    }
    return switch (name) {
      case "dapr.io/app-id" ->
          KEEPS_NAME.contains(workload.kind())
              ? "without an app id each pod uses its own name as app id, and no other app can"
                  + " invoke it"
              : "without an app id the injector rejects the pods";
      case "dapr.io/app-port" -> "without an app port Dapr never calls the app";
      default -> "the setting has no effect";
    };
  }
}
