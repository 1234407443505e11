package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Phase;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;

/** A Job's pods get a classic sidecar, which goes on running when the work is done. */
final class JobNeverCompletes extends Rule {

  /** The path by which a proxy's agent is told to end. */
  private static final String END = "quitquitquit";

  JobNeverCompletes() {
    super(
        "job-never-completes",
        Severity.WARNING,
        Rank.SETTING,
        "a Job's pods get a classic sidecar that nothing stops");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Meshed meshed : Meshed.likely(scene)) {
      Workload workload = meshed.workload();
      boolean job =
          workload.resource().is("batch", "Job") || workload.resource().is("batch", "CronJob");
      if (job
          && meshed.capture().carriesAtInit(workload) == Tri.NO
          && !says(workload.podSpec(), END)) {
        found.add(finding(meshed));
      }
    }
  }

  private static boolean says(Tree tree, String word) {
    if (tree instanceof Scalar scalar) {
      return scalar.text().contains(word);
    }
    if (tree instanceof Sequence sequence) {
      for (Tree item : sequence) {
        if (says(item, word)) {
          return true;
        }
      }
      return false;
    }
    Mapping mapping = (Mapping) tree;
    for (int i = 0; i < mapping.size(); i++) {
      if (says(mapping.value(i), word)) {
        return true;
      }
    }
    return false;
  }

  private Finding.Builder finding(Meshed meshed) {
    Workload workload = meshed.workload();
    String key = IstioKeys.nativeSidecar();
    return meshed
        .finding(this, workload.annotationField(key))
        .message(
            "%s %s gets a classic sidecar, which keeps running when the work is done"
                .formatted(workload.kind(), workload.resource().name()))
        .why("the pod never ends, and the Job never completes")
        .help(
            "use a native sidecar (%s: \"true\"), or let the app call POST /%s on"
                    .formatted(key, END)
                + " localhost:15020 when it is done")
        .edits(meshed.capture().carry(workload, Phase.INIT))
        .cause("job");
  }
}
