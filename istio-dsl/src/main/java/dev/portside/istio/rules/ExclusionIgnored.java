package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.capture.IstioCapture;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Exemption;
import dev.portside.traffic.Need;
import dev.portside.traffic.Party;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Pointer;
import java.util.List;

/** Inbound exclusions stand beside an include list, which overrules them. */
final class ExclusionIgnored extends Rule {

  private static final String INCLUDE = "traffic.sidecar.istio.io/includeInboundPorts";

  ExclusionIgnored() {
    super(
        "exclusion-ignored",
        Severity.ERROR,
        Rank.SETTING,
        "an include list overrides the inbound exclusions");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Workload workload : scene.manifests().workloads()) {
      if (scene.traffic().capture(workload) instanceof IstioCapture capture
          && capture.ignoresInboundExclusions(workload)
          && capture.on(new Party.Pods(workload)).meshed() != Tri.NO) {
        found.add(finding(scene, capture, workload));
      }
    }
  }

  private Finding.Builder finding(Scene scene, IstioCapture capture, Workload workload) {
    List<String> both = capture.inBothInboundLists(workload);
    List<String> unwanted =
        both.stream().filter(port -> !mustBeCaptured(scene, workload, port)).toList();
    List<Exemption> exemptions =
        capture.exemptions(workload).stream()
            .filter(exemption -> exemption.direction() == Direction.INBOUND)
            .toList();
    Pointer field = exemptions.get(0).field();
    Finding.Builder finding =
        at(workload.resource(), field)
            .severity(both.isEmpty() ? Severity.INFO : Severity.ERROR)
            .message(
                both.isEmpty()
                    ? "excludeInboundPorts has no effect because includeInboundPorts is not *"
                    : "includeInboundPorts captures %s, which excludeInboundPorts also lists"
                        .formatted(String.join(", ", both)))
            .why("Istio reads excludeInboundPorts only where all inbound ports are captured")
            .help(
                unwanted.isEmpty()
                    ? "remove excludeInboundPorts"
                        + (both.isEmpty() ? ", or includeInboundPorts" : "")
                    : "remove %s from includeInboundPorts, and remove excludeInboundPorts"
                        .formatted(String.join(", ", unwanted)));
    boolean written = workload.annotations().has(INCLUDE);
    if (!both.isEmpty() && written) {
      Edit.Target target = workload.resource().target();
      if (!unwanted.isEmpty()) {
        finding.addEdits(
            new Edit.RemoveFromList(
                target, workload.annotationField(INCLUDE), unwanted, true, true));
      }
      finding.addEdits(new Edit.RemoveField(target, field, true));
    }
    for (Exemption exemption : exemptions) {
      finding.addCauses(Cause.capture(workload, Direction.INBOUND, exemption.port()));
    }
    return finding;
  }

  /** A port that a Service exposes is rightly captured, whatever the exclusion says. */
  private static boolean mustBeCaptured(Scene scene, Workload workload, String port) {
    return scene.traffic().ends(workload).stream()
        .anyMatch(
            end ->
                end.use().direction() == Direction.INBOUND
                    && end.use().need() == Need.CAPTURE
                    && Integer.toString(end.wire().podPort()).equals(port));
  }
}
