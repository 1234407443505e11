package dev.portside.check;

import dev.portside.manifest.Edit;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Hindrance;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Tri;
import java.util.List;
import java.util.Optional;
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

  /** Where one setting is the reason, it is the one to change. */
  @Override
  Optional<Finding.Builder> place(Scene scene, Flow flow) {
    return scene
        .traffic()
        .hindrance(flow)
        .map(one -> at(one.resource(), one.field()))
        .or(() -> super.place(scene, flow));
  }

  @Override
  Finding.Builder describe(Scene scene, Flow flow, Finding.Builder finding) {
    flow.clients().stream()
        .flatMap(party -> party.workload().stream())
        .forEach(pods -> finding.addCauses(Cause.peer(pods, flow.meeting().peer())));
    finding.message(
        "%s cannot reach %s on port %d (%s)"
            .formatted(
                names(flow.clients()),
                names(flow.servers()),
                flow.meeting().wire().port(),
                flow.client().use().role()));
    Optional<Hindrance> hindrance = scene.traffic().hindrance(flow);
    if (hindrance.isPresent()) {
      return finding
          .why("%s; so %s".formatted(hindrance.get().reason(), flow.outcome().reason()))
          .help(hindrance.get().help())
          .edits(hindrance.get().edits());
    }
    List<Edit> repair = FlowRepair.of(scene.traffic(), flow);
    return finding
        .why(flow.outcome().reason() + "; " + ends(flow))
        .help(repair.isEmpty() ? agreement(scene, flow) : repaired(repair))
        .edits(repair);
  }

  /** What a human has to decide, since neither end alone can mend it. */
  private static String agreement(Scene scene, Flow flow) {
    if (flow.meeting().peer() instanceof Peer.Host host) {
      return scene.traffic().capture(flow.client().use().party()).admitting(host);
    }
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
