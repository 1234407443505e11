package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Job's pods get a classic sidecar, which goes on running when the work is done. */
final class JobNeverCompletes implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "job-never-completes",
          Severity.WARNING,
          Rank.SETTING,
          "a Job's pods get a classic sidecar that nothing ends");

  /** The path by which a proxy's agent is told to end. */
  private static final String END = "quitquitquit";

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (Meshed meshed : Meshed.likely(scene)) {
      Workload workload = meshed.workload();
      boolean job =
          workload.resource().is("batch", "Job") || workload.resource().is("batch", "CronJob");
      if (job
          && meshed.capture().carriesAtInit(workload) == Tri.NO
          && !says(workload.podSpec(), END)) {
        findings.add(finding(meshed));
      }
    }
    return findings.stream();
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

  private static Finding finding(Meshed meshed) {
    Workload workload = meshed.workload();
    String key = IstioKeys.nativeSidecar();
    return meshed
        .finding(INFO, workload.annotationField(key))
        .message(
            "%s %s gets a classic sidecar, which goes on running when the work is done"
                .formatted(workload.kind(), workload.resource().name()))
        .why("the pod never ends, and the Job never completes")
        .help(
            "make the sidecar a native one (%s: \"true\"), or let the app call POST /%s on"
                    .formatted(key, END)
                + " localhost:15020 when it is done")
        .edits(meshed.capture().carry(workload, Phase.INIT))
        .addCauses(new Cause(workload.resource().target(), "job", 0))
        .build();
  }
}
