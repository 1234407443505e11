package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.rules.Containers.Container;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.PortUse;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A process of the pod listens on a port that the sidecar takes for itself. */
final class ReservedPort implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "istio-reserved-port",
          Severity.ERROR,
          Rank.SETTING,
          "a process of the pod listens on a port that the sidecar takes for itself");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (Meshed meshed : Meshed.likely(scene)) {
      Set<Integer> found = new HashSet<>();
      for (Container container : Containers.of(meshed.workload())) {
        declared(meshed, container, found, findings);
      }
      claimed(scene, meshed, found, findings);
    }
    return findings.stream();
  }

  private static void declared(
      Meshed meshed, Container container, Set<Integer> found, List<Finding> findings) {
    Sequence ports = container.tree().sequence("ports");
    for (int i = 0; i < ports.size(); i++) {
      Mapping port = ports.mapping(i);
      int number = Containers.number(port.text("containerPort"));
      boolean tcp = port.findText("protocol").orElse("TCP").equals("TCP");
      if (tcp && ReservedPorts.owner(number).isPresent() && found.add(number)) {
        Pointer field = container.field().child("ports").child(i).child("containerPort");
        findings.add(finding(meshed, field, "container " + container.name(), number));
      }
    }
  }

  private static void claimed(
      Scene scene, Meshed meshed, Set<Integer> found, List<Finding> findings) {
    Workload workload = meshed.workload();
    for (End end : scene.traffic().ends(workload)) {
      int number = end.use().peer().port();
      // What a Service, a probe or a scraper asks for may be the sidecar's own answer.
      boolean listens =
          end.use().direction() != Direction.OUTBOUND
              && !end.use().claimant().equals(PortUse.KUBERNETES);
      if (listens && ReservedPorts.owner(number).isPresent() && found.add(number)) {
        findings.add(
            finding(
                meshed,
                workload.containersField(),
                "%s (%s)".formatted(end.use().process(), end.use().role()),
                number));
      }
    }
  }

  private static Finding finding(Meshed meshed, Pointer field, String who, int port) {
    return meshed
        .finding(INFO, field)
        .message(
            "%s listens on %d, which is %s"
                .formatted(who, port, ReservedPorts.owner(port).orElse("")))
        .why("one of the two cannot bind it: the app does not start, or the sidecar is never ready")
        .help("move it to a port outside 15000 to 15090")
        .addCauses(new Cause(meshed.workload().resource().target(), "listen", port))
        .build();
  }
}
