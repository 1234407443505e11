package dev.portside.kyma.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.ExposedService;
import dev.portside.manifest.Edit;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The pod port behind an APIRule is kept out of the mesh. */
final class TargetPortNotCaptured implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "kyma-target-port-not-captured",
          Severity.ERROR,
          Rank.FEATURE,
          "the pod port behind an APIRule is excluded from the mesh");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (ExposedService exposed : ExposedService.in(scene.manifests())) {
      Optional<ServiceView> service =
          scene.manifests().service(exposed.namespace(), exposed.name());
      Optional<ServiceView.Port> port = service.flatMap(s -> s.port(exposed.port()));
      if (service.isEmpty() || port.isEmpty()) {
        continue;
      }
      for (Workload workload : scene.manifests().selectedBy(service.get())) {
        End end = scene.traffic().inbound(workload, ServiceView.podPort(port.get(), workload));
        if (end != null && end.isExcluded()) {
          findings.add(finding(scene, exposed, workload, end));
        }
      }
    }
    return findings.stream();
  }

  private static Finding finding(Scene scene, ExposedService exposed, Workload workload, End end) {
    Capture capture = scene.traffic().capture(workload);
    List<Edit> edits = capture.take(end.use(), end.wire());
    Pointer field = edits.isEmpty() ? Pointer.root() : edits.get(0).field();
    int port = end.wire().podPort();
    return Finding.of(INFO, workload.resource(), field)
        .message(
            "%s leaves inbound port %d alone, which %s exposes"
                .formatted(capture.mesh(), port, exposed.rule()))
        .why(
            "JWT checks and policies of the rule do not apply, and the gateway's mTLS hits the app; the"
                + " rule still ends Ready; left because "
                + end.verdict().reason())
        .help(help(capture, edits, port))
        .edits(edits)
        .addCauses(Cause.capture(workload, Direction.INBOUND, port))
        .build();
  }

  /** A list of what is captured lacks the port; a list of what is left names it. */
  private static String help(Capture capture, List<Edit> edits, int port) {
    if (edits.isEmpty()) {
      return "let %s capture inbound port %d".formatted(capture.mesh(), port);
    }
    String list = edits.get(0).field().last();
    return edits.get(0) instanceof Edit.AddToList
        ? "add %d to %s".formatted(port, list)
        : "remove %d from %s".formatted(port, list);
  }
}
