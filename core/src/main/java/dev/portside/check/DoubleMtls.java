package dev.portside.check;

import dev.portside.traffic.Flow;
import dev.portside.traffic.Outcome;
import java.util.Optional;
import java.util.stream.Stream;

/** The tolerant strategy lets a mesh encrypt what its owner encrypts already. */
final class DoubleMtls implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "double-mtls",
          Severity.INFO,
          Rank.OUTCOME,
          "the mesh encrypts a connection once more that its owner encrypts already");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    return scene.strategy() == Strategy.TOLERATE
        ? scene.traffic().flows().stream()
            .filter(flow -> flow.outcome().result() == Outcome.Result.DOUBLE)
            .filter(flow -> scene.traffic().asksBypass(flow.client()))
            .flatMap(flow -> finding(scene, flow).stream())
        : Stream.of();
  }

  private static Optional<Finding> finding(Scene scene, Flow flow) {
    String mesh = scene.traffic().capture(flow.client().use().party()).mesh();
    return FlowFindings.at(INFO, flow)
        .map(
            finding ->
                finding
                    .message(
                        "what %s on port %d (%s) is encrypted twice: %s"
                            .formatted(
                                FlowFindings.sends(flow),
                                flow.meeting().wire().port(),
                                flow.client().use().role(),
                                String.join(" around ", flow.outcome().layers())))
                    .why(
                        "the strategy tolerates it, since %s has both ends; policies of %s hold for it, and"
                                .formatted(mesh, mesh)
                            + " each byte is encrypted once more than is needed")
                    .help("nothing, or exclude the port at both ends")
                    .build());
  }
}
