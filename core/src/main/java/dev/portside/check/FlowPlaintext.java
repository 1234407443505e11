package dev.portside.check;

import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An exclusion makes a connection between two members of a mesh plaintext. */
final class FlowPlaintext extends FlowRule {

  FlowPlaintext() {
    super(
        "flow-plaintext",
        Severity.WARNING,
        Rank.OUTCOME,
        "an exclusion makes a connection within the mesh plaintext");
  }

  @Override
  boolean concerns(Scene scene, Flow flow) {
    return flow.outcome().result() == Outcome.Result.PLAINTEXT
        && flow.client().presence().isLikely()
        && flow.server().presence().isLikely()
        && (flow.client().isExcluded() || flow.server().isExcluded())
        && wouldBeProtected(scene, flow);
  }

  /** Where the mesh adds no encryption either, the exclusion takes none away. */
  private static boolean wouldBeProtected(Scene scene, Flow flow) {
    Outcome captured =
        scene
            .traffic()
            .outcome(
                flow.client().ifCaptured(true), flow.server().ifCaptured(true), flow.meeting());
    return captured.isProtected();
  }

  @Override
  Finding.Builder describe(Scene scene, Flow flow, Finding.Builder finding) {
    String mesh = scene.traffic().capture(flow.client().use().party()).mesh();
    return finding
        .message(
            "what %s on port %d (%s) is not encrypted"
                .formatted(sends(flow), flow.meeting().wire().port(), flow.client().use().role()))
        .why(
            "both are in %s, which would encrypt it, and an exclusion keeps it out; %s"
                .formatted(mesh, ends(flow)))
        .help(
            "leave the port to %s at both ends (remove it from %s), or let the processes"
                    .formatted(mesh, keys(flow))
                + " encrypt it themselves")
        .assumed(
            Stream.of(flow.client(), flow.server())
                .flatMap(end -> end.presence().assumed().stream())
                .distinct()
                .toList());
  }

  private static String keys(Flow flow) {
    List<String> keys = new ArrayList<>();
    for (End end : List.of(flow.client(), flow.server())) {
      if (end.isExcluded()) {
        String key = end.verdict().setting().key();
        keys.add(key.substring(key.indexOf('/') + 1));
      }
    }
    return String.join(" and ", keys);
  }
}
