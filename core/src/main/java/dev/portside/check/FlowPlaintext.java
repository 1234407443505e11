package dev.portside.check;

import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Tri;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An exclusion makes a connection between two members of a mesh plaintext. */
final class FlowPlaintext implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "flow-plaintext",
          Severity.WARNING,
          Rank.OUTCOME,
          "an exclusion makes a connection within the mesh plaintext");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    return scene.traffic().flows().stream()
        .filter(flow -> flow.outcome().result() == Outcome.Result.PLAINTEXT)
        .filter(flow -> flow.client().presence().isLikely())
        .filter(flow -> flow.server().presence().isLikely())
        .filter(flow -> flow.client().isExcluded() || flow.server().isExcluded())
        .filter(flow -> wouldBeProtected(scene, flow))
        .flatMap(flow -> finding(scene, flow).stream());
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

  private static Optional<Finding> finding(Scene scene, Flow flow) {
    String mesh = scene.traffic().capture(flow.client().use().party()).mesh();
    return FlowFindings.at(INFO, flow)
        .map(
            finding ->
                finding
                    .message(
                        "nobody encrypts what %s on port %d (%s)"
                            .formatted(
                                FlowFindings.sends(flow),
                                flow.meeting().wire().port(),
                                flow.client().use().role()))
                    .why(
                        "both are in %s, which would encrypt it, and an exclusion keeps it out; %s"
                            .formatted(mesh, FlowFindings.ends(flow)))
                    .help(
                        "leave the port to %s at both ends (remove it from %s), or let the processes"
                                .formatted(mesh, keys(flow))
                            + " encrypt it themselves")
                    .assumed(assumed(flow))
                    .build());
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

  private static List<String> assumed(Flow flow) {
    return Stream.of(flow.client(), flow.server())
        .filter(end -> end.presence().meshed() == Tri.UNKNOWN)
        .map(end -> end.presence().reason())
        .distinct()
        .toList();
  }
}
