package dev.portside.dapr.rules;

import dev.portside.check.Rank;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.check.UnmetBypass;
import dev.portside.dapr.DaprTraffic;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import java.util.List;

/** The mesh takes calls from other sidecars, which Dapr encrypts itself. */
final class PortCapturedInbound extends UnmetBypass {

  PortCapturedInbound() {
    super(
        "dapr-port-captured-inbound",
        Severity.ERROR,
        Rank.FEATURE,
        "the mesh captures an inbound port that Dapr encrypts itself",
        Direction.INBOUND);
  }

  @Override
  protected boolean concerns(Scene scene, End end) {
    return end.use().claimant().equals(DaprTraffic.ID);
  }

  /** A port of a release that is not known is one of the release that it is taken for. */
  @Override
  protected List<String> assumed(Unmet unmet) {
    return Keys.assumed(Keys.known(unmet.scene()));
  }

  @Override
  protected String message(Unmet unmet) {
    return "%s captures inbound port %d (%s), which Dapr encrypts itself with %s"
        .formatted(unmet.capture().mesh(), unmet.port(), unmet.roles(), unmet.protections());
  }

  @Override
  protected String why(Unmet unmet) {
    String mesh = unmet.capture().mesh();
    return unmet.isMtlsDemanded()
        ? "%s demands its own mTLS here (STRICT): callers that leave the port to Dapr are refused, since"
                .formatted(mesh)
            + " their daprd is shown the mesh's certificate instead of the app's"
        : "callers that leave the port to Dapr are refused as soon as %s demands mTLS"
                .formatted(mesh)
            + " here (STRICT): their daprd is shown the mesh's certificate instead of the app's";
  }

  @Override
  protected String help(Unmet unmet) {
    String rollOut =
        "exclude port %1$d outbound at every caller first, then inbound here"
            .formatted(unmet.port());
    return unmet.isMtlsDemanded()
        ? "%s; before either, give port %d a port-level PERMISSIVE, and take it away at the end"
            .formatted(rollOut, unmet.port())
        : rollOut;
  }
}
