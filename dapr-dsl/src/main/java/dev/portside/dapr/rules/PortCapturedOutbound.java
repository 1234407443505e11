package dev.portside.dapr.rules;

import dev.portside.check.Rank;
import dev.portside.check.RuleInfo;
import dev.portside.check.Severity;
import dev.portside.check.UnmetBypass;
import dev.portside.dapr.DaprTraffic;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Tri;

/** The mesh takes what Dapr dials and encrypts itself: other sidecars, or the control plane. */
final class PortCapturedOutbound extends UnmetBypass {

  PortCapturedOutbound() {
    super(
        new RuleInfo(
            "dapr-port-captured-outbound",
            Severity.ERROR,
            Rank.FEATURE,
            "an outbound port that Dapr encrypts itself is in the mesh's hands"),
        Direction.OUTBOUND);
  }

  @Override
  protected boolean concerns(End end) {
    return end.use().claimant().equals(DaprTraffic.ID) && !end.use().group().equals("component");
  }

  @Override
  protected Severity severity(Unmet unmet) {
    boolean breaks = unmet.ends().stream().anyMatch(end -> breaks(unmet, end));
    if (breaks || unmet.ends().stream().anyMatch(PortCapturedOutbound::isPeer)) {
      return Severity.ERROR;
    }
    return startsUnserved(unmet) ? Severity.WARNING : Severity.INFO;
  }

  private static boolean isPeer(End end) {
    return end.use().group().equals("sidecar");
  }

  private static boolean breaks(Unmet unmet, End end) {
    return unmet.scene().traffic().flows(end).stream()
        .anyMatch(flow -> flow.outcome().result() == Outcome.Result.BROKEN);
  }

  private static boolean startsUnserved(Unmet unmet) {
    return unmet.capture().carriesAtStart(unmet.workload()) == Tri.NO;
  }

  @Override
  protected String message(Unmet unmet) {
    return "%s captures outbound port %d (%s), which Dapr encrypts itself with %s"
        .formatted(unmet.capture().mesh(), unmet.port(), unmet.roles(), unmet.protections());
  }

  @Override
  protected String why(Unmet unmet) {
    String mesh = unmet.capture().mesh();
    if (unmet.ends().stream().anyMatch(PortCapturedOutbound::isPeer)) {
      return "a sidecar that keeps the port out of %s is sent %s's mTLS on top, which daprd refuses"
          .formatted(mesh, mesh);
    }
    if (unmet.ends().stream().anyMatch(end -> breaks(unmet, end))) {
      return "%s closes the connection, and daprd does not start".formatted(mesh);
    }
    return startsUnserved(unmet)
        ? "daprd starts before %s's proxy is ready, and cannot reach its control plane"
            .formatted(mesh)
        : "it passes through %s untouched, and breaks when its egress is closed (REGISTRY_ONLY)"
            .formatted(mesh);
  }

  @Override
  protected String help(Unmet unmet) {
    String help = "exclude outbound port " + unmet.port();
    return unmet.ends().stream().anyMatch(PortCapturedOutbound::isPeer)
        ? help + " here and at every caller, then inbound at every callee"
        : help;
  }
}
