package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.dapr.DaprTraffic;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Phase;
import dev.portside.traffic.Tri;
import org.jspecify.annotations.Nullable;

/** daprd is a native sidecar, and the mesh's proxy, through which it dials, is not. */
final class SidecarModesMixed extends Rule {

  private static final String NATIVE = "enable-native-sidecar";

  SidecarModesMixed() {
    super(
        "sidecar-modes-mixed",
        Severity.WARNING,
        Rank.FEATURE,
        "daprd is a native sidecar, and the mesh's proxy, through which it dials, is not");
  }

  @Override
  public void check(Scene scene, Found found) {
    DaprAnnotations known = Keys.known(scene);
    for (Workload workload : scene.manifests().workloads()) {
      String key = known.written(workload, NATIVE);
      if (key != null && known.isTrue(workload, NATIVE) && known.isTrue(workload, "enabled")) {
        Capture capture = scene.traffic().capture(workload);
        End captured = captured(scene, workload);
        if (captured != null && capture.carriesAtInit(workload) == Tri.NO) {
          found.add(finding(capture, workload, key, captured));
        }
      }
    }
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

  private Finding.Builder finding(Capture capture, Workload workload, String key, End captured) {
    return at(workload, key)
        .message(
            "daprd is a native sidecar, and %s's proxy is a classic one".formatted(capture.mesh()))
        .why(
            "daprd starts first: what it opens early (%s, port %d) is reset when %s's rules load;"
                    .formatted(captured.use().role(), captured.wire().port(), capture.mesh())
                + " where a CNI plugin writes them, it is refused until the proxy runs")
        .help("make both native, or neither")
        .edits(capture.carry(workload, Phase.INIT))
        .cause("sidecar-mode")
        .assumed(captured.presence().assumed());
  }
}
