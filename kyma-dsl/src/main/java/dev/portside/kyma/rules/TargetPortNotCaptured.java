package dev.portside.kyma.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.ExposedService;
import dev.portside.manifest.Edit;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import java.util.List;

/** The pod port behind an APIRule is kept out of the mesh. */
final class TargetPortNotCaptured extends Rule {

  TargetPortNotCaptured() {
    super(
        "kyma-target-port-not-captured",
        Severity.ERROR,
        Rank.FEATURE,
        "the pod port behind an APIRule is excluded from the mesh");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (ExposedService exposed : ExposedService.in(scene.manifests())) {
      ServiceView service =
          scene.manifests().service(exposed.namespace(), exposed.name()).orElse(null);
      ServiceView.Port port = service == null ? null : service.port(exposed.port()).orElse(null);
      if (service == null || port == null) {
        continue;
      }
      for (Workload workload : scene.manifests().selectedBy(service)) {
        End end = scene.traffic().inbound(workload, ServiceView.podPort(port, workload));
        if (end != null && end.isExcluded()) {
          found.add(finding(scene, exposed, workload, end));
        }
      }
    }
  }

  private Finding.Builder finding(Scene scene, ExposedService exposed, Workload workload, End end) {
    Capture capture = scene.traffic().capture(workload);
    List<Edit> edits = capture.take(end.use(), end.wire());
    int port = end.wire().podPort();
    return at(workload.resource(), edits)
        .message(
            "%s does not capture inbound port %d, which %s exposes"
                .formatted(capture.mesh(), port, exposed.rule()))
        .why(
            "the rule's JWT checks and policies do not apply, and the gateway's mTLS reaches the"
                + " app; the rule still ends Ready; not captured because "
                + end.verdict().reason())
        .help(capture.taking(end, edits))
        .addCauses(Cause.capture(workload, Direction.INBOUND, port));
  }
}
