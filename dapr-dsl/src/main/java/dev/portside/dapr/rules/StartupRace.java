package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.check.Strategy;
import dev.portside.dapr.DaprTraffic;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Phase;
import dev.portside.traffic.Tri;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sidecar needs connections to start that the mesh rightly takes, before the mesh carries them.
 * Those that the mesh should leave alone are other rules' to report.
 */
final class StartupRace extends Rule {

  StartupRace() {
    super(
        "startup-race",
        Severity.WARNING,
        Rank.FEATURE,
        "daprd needs a captured connection before the mesh's proxy is ready");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Workload workload : scene.manifests().workloads()) {
      List<End> needed =
          scene.traffic().ends(workload).stream().filter(end -> isNeeded(scene, end)).toList();
      if (!needed.isEmpty()
          && scene.traffic().capture(workload).carriesAtStart(workload) == Tri.NO) {
        found.add(finding(scene.traffic().capture(workload), workload, needed));
      }
    }
  }

  private static boolean isNeeded(Scene scene, End end) {
    return end.presence().isLikely()
        && end.use().claimant().equals(DaprTraffic.ID)
        && end.use().direction() == Direction.OUTBOUND
        && end.use().phase() == Phase.START
        && end.captured() == Tri.YES
        && (scene.strategy() == Strategy.TOLERATE || !scene.traffic().asksBypass(end));
  }

  private Finding.Builder finding(Capture capture, Workload workload, List<End> needed) {
    List<Edit> edits = capture.carry(workload, Phase.START);
    return at(
            workload.resource(), edits.isEmpty() ? workload.templateField() : edits.get(0).field())
        .message(
            "daprd needs %s to start, which %s captures before its proxy is ready"
                .formatted(names(needed), capture.mesh()))
        .why(
            "containers start in no order: daprd's first connections are refused, and it exits"
                + " and is restarted until the proxy happens to be first")
        .help("let the pod's containers wait for the proxy, or make the proxy a native sidecar")
        .edits(edits)
        .cause("start")
        .assumed(needed.get(0).presence().assumed());
  }

  private static String names(List<End> needed) {
    return needed.stream()
        .map(end -> "%s (port %d)".formatted(end.use().purpose(), end.wire().port()))
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
