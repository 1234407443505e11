package dev.portside.dapr.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Exemption;
import dev.portside.traffic.Party;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A port of Dapr is excluded in a direction in which Dapr never uses it. */
final class ExclusionUnneeded extends Rule {

  ExclusionUnneeded() {
    super(
        "exclusion-unneeded",
        Severity.INFO,
        Rank.HINT,
        "a Dapr port is excluded in a direction in which Dapr never uses it");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Workload workload : scene.manifests().workloads()) {
      Capture capture = scene.traffic().capture(workload);
      List<Exemption> exemptions = capture.exemptions(workload);
      if (!exemptions.isEmpty() && capture.on(new Party.Pods(workload)).meshed() != Tri.NO) {
        unneeded(scene, workload, exemptions)
            .forEach((field, ports) -> found.add(finding(workload, field, ports)));
      }
    }
  }

  private static Map<Pointer, List<Exemption>> unneeded(
      Scene scene, Workload workload, List<Exemption> exemptions) {
    List<End> ends = scene.traffic().ends(workload);
    List<Exemption> unused = new ArrayList<>();
    for (Exemption exemption : exemptions) {
      if (!isUsed(ends, exemption)) {
        unused.add(exemption);
      }
    }
    if (unused.isEmpty()) {
      return Map.of();
    }
    Set<Integer> lore = scene.traffic().lore(workload);
    Map<Pointer, List<Exemption>> unneeded = new LinkedHashMap<>();
    for (Exemption exemption : unused) {
      if (lore.contains(exemption.port())) {
        unneeded.computeIfAbsent(exemption.field(), f -> new ArrayList<>()).add(exemption);
      }
    }
    return unneeded;
  }

  private static boolean isUsed(List<End> ends, Exemption exemption) {
    for (End end : ends) {
      if (end.wire().port() == exemption.port() && end.use().direction() == exemption.direction()) {
        return true;
      }
    }
    return false;
  }

  private Finding.Builder finding(Workload workload, Pointer field, List<Exemption> exemptions) {
    Direction direction = exemptions.get(0).direction();
    String ports = exemptions.stream().map(Exemption::text).collect(Collectors.joining(", "));
    Finding.Builder finding =
        at(workload.resource(), field)
            .message(
                "%s %s excluded %s, where Dapr never uses %s"
                    .formatted(
                        ports,
                        exemptions.size() == 1 ? "is" : "are",
                        direction.word(),
                        exemptions.size() == 1 ? "it" : "them"))
            .why(
                direction == Direction.OUTBOUND
                    ? "what the app itself dials on such a port leaves the mesh unprotected"
                    : "if the app ever listens there, its callers bypass the mesh's policies")
            .help("remove %s from the list".formatted(ports));
    for (Exemption exemption : exemptions) {
      finding.addEdits(exemption.removal());
      finding.addCauses(Cause.capture(workload, direction, exemption.port()));
    }
    return finding;
  }
}
