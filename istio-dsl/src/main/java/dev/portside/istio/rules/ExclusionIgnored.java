package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.IstioCapture;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Exemption;
import dev.portside.traffic.Party;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Inbound exclusions stand beside an include list, which overrules them. */
final class ExclusionIgnored implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "exclusion-ignored",
          Severity.ERROR,
          Rank.SETTING,
          "inbound exclusions stand beside an include list, which overrules them");

  private static final String INCLUDE = "traffic.sidecar.istio.io/includeInboundPorts";

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (Workload workload : scene.manifests().workloads()) {
      boolean judged =
          scene.traffic().capture(workload) instanceof IstioCapture capture
              && capture.ignoresInboundExclusions(workload)
              && capture.on(new Party.Pods(workload)).meshed() != Tri.NO;
      if (judged) {
        findings.add(finding((IstioCapture) scene.traffic().capture(workload), workload));
      }
    }
    return findings.stream();
  }

  private static Finding finding(IstioCapture capture, Workload workload) {
    List<String> both = capture.inBothInboundLists(workload);
    List<Exemption> exemptions =
        capture.exemptions(workload).stream()
            .filter(exemption -> exemption.direction() == Direction.INBOUND)
            .toList();
    Pointer field = exemptions.get(0).field();
    Finding.Builder finding =
        Finding.of(INFO, workload.resource(), field)
            .severity(both.isEmpty() ? Severity.INFO : Severity.ERROR)
            .message(
                both.isEmpty()
                    ? "excludeInboundPorts has no effect beside an includeInboundPorts that is not *"
                    : "includeInboundPorts captures %s, which excludeInboundPorts means to leave"
                        .formatted(String.join(", ", both)))
            .why("Istio reads excludeInboundPorts only where all inbound ports are captured")
            .help(
                both.isEmpty()
                    ? "remove excludeInboundPorts, or includeInboundPorts"
                    : "remove %s from includeInboundPorts, and excludeInboundPorts with it"
                        .formatted(String.join(", ", both)));
    if (!both.isEmpty()) {
      Edit.Target target = workload.resource().target();
      finding.addEdits(
          new Edit.RemoveFromList(target, workload.annotationField(INCLUDE), both, true, true),
          new Edit.RemoveField(target, field, true));
    }
    exemptions.forEach(
        exemption ->
            finding.addCauses(Cause.capture(workload, Direction.INBOUND, exemption.port())));
    return finding.build();
  }
}
