package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
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
import java.util.HashSet;
import java.util.Set;

/** A process of the pod listens on a port that the sidecar takes for itself. */
final class ReservedPort extends Rule {

  ReservedPort() {
    super(
        "istio-reserved-port",
        Severity.ERROR,
        Rank.SETTING,
        "a process of the pod listens on a port that the sidecar uses itself");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Meshed meshed : Meshed.likely(scene)) {
      Set<Integer> seen = new HashSet<>();
      for (Container container : Containers.of(meshed.workload())) {
        declared(meshed, container, seen, found);
      }
      claimed(scene, meshed, seen, found);
    }
  }

  private void declared(Meshed meshed, Container container, Set<Integer> seen, Found found) {
    Sequence ports = container.tree().sequence("ports");
    for (int i = 0; i < ports.size(); i++) {
      Mapping port = ports.mapping(i);
      int number = Containers.number(port.text("containerPort"));
      boolean tcp = port.findText("protocol").orElse("TCP").equals("TCP");
      if (tcp && ReservedPorts.owner(number).isPresent() && seen.add(number)) {
        Pointer field = container.field().child("ports").child(i).child("containerPort");
        found.add(finding(meshed, field, "container " + container.name(), number));
      }
    }
  }

  private void claimed(Scene scene, Meshed meshed, Set<Integer> seen, Found found) {
    Workload workload = meshed.workload();
    for (End end : scene.traffic().ends(workload)) {
      int number = end.use().peer().port();
      // What a Service, a probe or a scraper asks for may be the sidecar's own answer.
      boolean listens =
          end.use().direction() != Direction.OUTBOUND
              && !end.use().claimant().equals(PortUse.KUBERNETES);
      if (listens && ReservedPorts.owner(number).isPresent() && seen.add(number)) {
        found.add(
            finding(
                meshed,
                workload.containersField(),
                "%s (%s)".formatted(end.use().process(), end.use().role()),
                number));
      }
    }
  }

  private Finding.Builder finding(Meshed meshed, Pointer field, String who, int port) {
    return meshed
        .finding(this, field)
        .message(
            "%s listens on %d, which is %s"
                .formatted(who, port, ReservedPorts.owner(port).orElse("")))
        .why("one of the two cannot bind it: the app does not start, or the sidecar is never ready")
        .help("move it to a port outside 15000 to 15090")
        .cause("listen", port);
  }
}
