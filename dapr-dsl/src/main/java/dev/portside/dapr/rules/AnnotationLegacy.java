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
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An annotation stands under a name that Dapr has given up. */
final class AnnotationLegacy implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "dapr-annotation-legacy",
          Severity.ERROR,
          Rank.SETTING,
          "an annotation stands under a name that Dapr has given up");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    Version version = scene.platform().get(DaprRuntime.SECTION).version();
    DaprAnnotations known = DaprAnnotations.at(version);
    List<Finding> findings = new ArrayList<>();
    for (Workload workload : scene.manifests().workloads()) {
      Mapping annotations = workload.annotations();
      for (int i = 0; i < annotations.size(); i++) {
        String key = annotations.key(i);
        DaprAnnotations.renamed(key)
            .filter(known::reads)
            .ifPresent(
                name -> findings.add(finding(workload, key, name, version, known.reads(key))));
      }
    }
    return findings.stream();
  }

  private static Finding finding(
      Workload workload, String key, String name, Version version, boolean stillRead) {
    Pointer field = workload.annotationField(key);
    Pointer to = workload.annotationField(name);
    return Finding.of(INFO, workload.resource(), field)
        .severity(stillRead ? Severity.WARNING : Severity.ERROR)
        .message(
            stillRead
                ? "%s is the old name of %s".formatted(key, name)
                : "Dapr %s ignores %s, the old name of %s".formatted(version, key, name))
        .why(
            stillRead
                ? "Dapr ignores it from %s on".formatted(DaprAnnotations.ignoredSince(key))
                : why(name))
        .help("rename it to " + name)
        .addEdits(new Edit.MoveField(workload.resource().target(), field, to, true))
        .addCauses(new Cause(workload.resource().target(), key, 0))
        .build();
  }

  private static String why(String name) {
    return switch (name) {
      case "dapr.io/app-id" -> "without an app id the injector rejects the pods";
      case "dapr.io/app-port" -> "without an app port Dapr never calls the app";
      default -> "the setting has no effect";
    };
  }
}
