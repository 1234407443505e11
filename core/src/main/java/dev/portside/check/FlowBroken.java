package dev.portside.check;

import dev.portside.manifest.Edit;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Party;
import dev.portside.traffic.Tri;
import java.util.List;
import java.util.stream.Collectors;

/** A connection fails for what both ends together are. */
final class FlowBroken extends FlowRule {

  FlowBroken() {
    super(
        "flow-broken",
        Severity.ERROR,
        Rank.OUTCOME,
        "the two ends of a connection do not agree, and it fails");
  }

  /** Probes are mended in other ways than calls: a rule of the mesh's own tells of them. */
  @Override
  boolean concerns(Scene scene, Flow flow) {
    return flow.outcome().isBroken() && !flow.client().use().party().is(Party.Kind.KUBELET);
  }

  @Override
  Finding.Builder describe(Scene scene, Flow flow, Finding.Builder finding) {
    List<Edit> repair = FlowRepair.of(scene.traffic(), flow);
    return finding
        .message(
            "%s cannot reach %s on port %d (%s)"
                .formatted(
                    names(flow.clients()),
                    names(flow.servers()),
                    flow.meeting().wire().port(),
                    flow.client().use().role()))
        .why(flow.outcome().reason() + "; " + ends(flow))
        .help(repair.isEmpty() ? agreement(flow) : repaired(repair))
        .edits(repair);
  }

  /** What a human has to decide, since neither end alone can mend it. */
  private static String agreement(Flow flow) {
    Tri client = flow.client().captured();
    Tri server = flow.server().captured();
    if (client == server && client == Tri.YES) {
      return "the mesh captures both ends: change what its settings require at one end, or what"
          + " they accept at the other";
    }
    if (server == Tri.NO && flow.server().presence().meshed() == Tri.NO) {
      return "the server is outside the mesh: let the client's proxy know it and send what it"
          + " understands, or exclude the port at the client";
    }
    return flow.client().presence().meshed() == Tri.NO
        ? "the client is outside the mesh: give it a sidecar, or let the server accept what it"
            + " sends"
        : "let both ends agree: leave the port to the mesh at both, or exclude it at both";
  }

  private static String repaired(List<Edit> repair) {
    return repair.stream()
        .map(edit -> "%s of %s".formatted(edit.field().last(), edit.target().ref()))
        .distinct()
        .sorted()
        .collect(Collectors.joining(", ", "one side's edit repairs it: ", ""));
  }
}
