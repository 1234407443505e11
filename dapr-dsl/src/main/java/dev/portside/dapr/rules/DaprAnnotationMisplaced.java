package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;

/** Dapr's annotations stand on a workload itself, not on its pods. */
final class DaprAnnotationMisplaced extends Rule {

  private static final Pointer ANNOTATIONS = Pointer.of("metadata", "annotations");

  DaprAnnotationMisplaced() {
    super(
        "dapr-annotation-misplaced",
        Severity.ERROR,
        Rank.SETTING,
        "an annotation for the pods is on the workload itself");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Workload workload : scene.manifests().workloads()) {
      if (!workload.templateField().equals(Pointer.root())) {
        judge(workload, found);
      }
    }
  }

  private void judge(Workload workload, Found found) {
    List<String> lost = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    Mapping own = workload.resource().annotations();
    for (int i = 0; i < own.size(); i++) {
      String key = own.key(i);
      if (AnnotationTable.wasEverRead(key)) {
        (workload.annotations().has(key) ? doubled : lost).add(key);
      }
    }
    String kind = workload.kind();
    if (!lost.isEmpty()) {
      found.add(
          finding(workload, lost)
              .message("%s: on the %s, not on its pods".formatted(Keys.joined(lost), kind))
              .why("Dapr reads the annotations of pods only, so these have no effect")
              .help("move them to the annotations of the pod template"));
    }
    if (!doubled.isEmpty()) {
      found.add(
          finding(workload, doubled)
              .severity(Severity.INFO)
              .message("%s: on the %s as well as on its pods".formatted(Keys.joined(doubled), kind))
              .why("Dapr reads the annotations of pods only; a change here has no effect")
              .help("remove them here"));
    }
  }

  /** Where the pods have one already, moving it takes it away. */
  private Finding.Builder finding(Workload workload, List<String> keys) {
    Edit.Target target = workload.resource().target();
    Finding.Builder finding = at(workload.resource(), ANNOTATIONS.child(keys.get(0)));
    for (String key : keys) {
      finding.cause("misplaced " + key);
      Pointer place = workload.annotationField(key);
      if (workload.resource().takes(place)) {
        finding.addEdits(new Edit.MoveField(target, ANNOTATIONS.child(key), place, true));
      }
    }
    return finding;
  }
}
