package dev.portside.check;

import dev.portside.traffic.Flow;
import dev.portside.traffic.Outcome;

/** The tolerant strategy lets a mesh encrypt what its owner encrypts already. */
final class DoubleMtls extends FlowRule {

  DoubleMtls() {
    super(
        "double-mtls",
        Severity.INFO,
        Rank.OUTCOME,
        "the mesh encrypts a connection that its owner already encrypts");
  }

  @Override
  boolean concerns(Scene scene, Flow flow) {
    return scene.strategy() == Strategy.TOLERATE
        && flow.outcome().result() == Outcome.Result.DOUBLE
        && scene.traffic().asksBypass(flow.client());
  }

  @Override
  Finding.Builder describe(Scene scene, Flow flow, Finding.Builder finding) {
    String mesh = scene.traffic().capture(flow.client().use().party()).mesh();
    return finding
        .message(
            "what %s on port %d (%s) is encrypted twice: %s"
                .formatted(
                    sends(flow),
                    flow.meeting().wire().port(),
                    flow.client().use().role(),
                    String.join(" around ", flow.outcome().layers())))
        .why(
            "the strategy tolerates it, since %s captures both ends; policies of %s apply to it, and"
                    .formatted(mesh, mesh)
                + " each byte is encrypted once more than needed")
        .help("nothing, or exclude the port at both ends");
  }
}
