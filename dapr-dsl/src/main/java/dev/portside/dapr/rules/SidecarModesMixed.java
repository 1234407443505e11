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
import dev.portside.dapr.DaprTraffic;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Phase;
import dev.portside.traffic.Tri;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** daprd is a native sidecar, and the mesh's proxy, through which it dials, is not. */
final class SidecarModesMixed implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "sidecar-modes-mixed",
          Severity.WARNING,
          Rank.FEATURE,
          "daprd is a native sidecar, and the mesh's proxy, through which it dials, is not");

  private static final String NATIVE = "enable-native-sidecar";

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    DaprAnnotations known = DaprAnnotations.at(scene.platform().get(DaprRuntime.SECTION).version());
    List<Finding> findings = new ArrayList<>();
    for (Workload workload : scene.manifests().workloads()) {
      String key = known.written(workload, NATIVE);
      if (key != null && known.isTrue(workload, NATIVE) && known.isTrue(workload, "enabled")) {
        Capture capture = scene.traffic().capture(workload);
        End captured = captured(scene, workload);
        if (captured != null && capture.carriesAtInit(workload) == Tri.NO) {
          findings.add(finding(capture, workload, key, captured));
        }
      }
    }
    return findings.stream();
  }

  /** What the mesh leaves alone does not depend on its proxy. */
  private static @Nullable End captured(Scene scene, Workload workload) {
    for (End end : scene.traffic().ends(workload)) {
      if (end.presence().isLikely()
          && end.captured() == Tri.YES
          && end.use().direction() == Direction.OUTBOUND
          && end.use().phase() != Phase.RUN
          && end.use().claimant().equals(DaprTraffic.ID)) {
        return end;
      }
    }
    return null;
  }

  private static Finding finding(Capture capture, Workload workload, String key, End captured) {
    Finding.Builder finding =
        Finding.of(INFO, workload.resource(), workload.annotationField(key))
            .message(
                "daprd is a native sidecar, and %s's proxy is a classic one"
                    .formatted(capture.mesh()))
            .why(
                "daprd starts first: what it opens early (%s, port %d) is reset when %s's rules load;"
                        .formatted(captured.use().role(), captured.wire().port(), capture.mesh())
                    + " where a CNI plugin writes them, it is refused until the proxy runs")
            .help("make both native, or neither")
            .edits(capture.carry(workload, Phase.INIT))
            .addCauses(new Cause(workload.resource().target(), "sidecar-mode", 0));
    if (captured.presence().meshed() != Tri.YES) {
      finding.addAssumed(captured.presence().reason());
    }
    return finding.build();
  }
}
