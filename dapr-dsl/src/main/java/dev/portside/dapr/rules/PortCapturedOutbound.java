package dev.portside.dapr.rules;

import dev.portside.check.Rank;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.check.UnmetBypass;
import dev.portside.dapr.DaprTraffic;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Tri;
import java.util.List;
import java.util.stream.Stream;

/** The mesh takes what Dapr dials and encrypts itself: other sidecars, or the control plane. */
final class PortCapturedOutbound extends UnmetBypass {

  PortCapturedOutbound() {
    super(
        "dapr-port-captured-outbound",
        Severity.ERROR,
        Rank.FEATURE,
        "the mesh captures an outbound port that Dapr encrypts itself",
        Direction.OUTBOUND);
  }

  @Override
  protected boolean concerns(Scene scene, End end) {
    return end.use().claimant().equals(DaprTraffic.ID) && !end.use().group().equals("component");
  }

  @Override
  protected Severity severity(Unmet unmet) {
    if (unmet.has(PortCapturedOutbound::isPeer)
        || unmet.has(end -> meshed(unmet, end) == Tri.YES)
        || unmet.isBroken()) {
      return Severity.ERROR;
    }
    return startsUnserved(unmet) ? Severity.WARNING : Severity.INFO;
  }

  private static boolean isPeer(End end) {
    return end.use().group().equals("sidecar");
  }

  private static Tri meshed(Unmet unmet, End end) {
    return unmet.scene().traffic().meshed(end);
  }

  private static boolean startsUnserved(Unmet unmet) {
    return unmet.capture().carriesAtStart(unmet.workload()) == Tri.NO;
  }

  /**
   * Dapr's own namespace is outside the mesh unless somebody puts it there; a port of a release
   * that is not known is one of the release that it is taken for.
   */
  @Override
  protected List<String> assumed(Unmet unmet) {
    Stream<String> outside =
        unmet.ends().stream()
            .filter(end -> !isPeer(end) && meshed(unmet, end) == Tri.UNKNOWN)
            .map(end -> "%s is outside the mesh".formatted(end.use().peer()))
            .distinct();
    return Stream.concat(Keys.assumed(Keys.known(unmet.scene())).stream(), outside).toList();
  }

  @Override
  protected String message(Unmet unmet) {
    return "%s captures outbound port %d (%s), which Dapr encrypts itself with %s"
        .formatted(unmet.capture().mesh(), unmet.port(), unmet.roles(), unmet.protections());
  }

  @Override
  protected String why(Unmet unmet) {
    String mesh = unmet.capture().mesh();
    if (unmet.has(PortCapturedOutbound::isPeer)) {
      return "a sidecar that keeps the port out of %s is sent %s's mTLS on top, which daprd refuses"
          .formatted(mesh, mesh);
    }
    if (unmet.has(end -> meshed(unmet, end) == Tri.YES)) {
      return "the control plane is in %s, whose proxies do not carry Dapr's mTLS on a port named grpc"
          .formatted(mesh);
    }
    if (unmet.isBroken()) {
      return "%s closes the connection, and daprd does not start".formatted(mesh);
    }
    return startsUnserved(unmet)
        ? "daprd may start before %s's proxy is ready, and then cannot reach its control plane: the"
                .formatted(mesh)
            + " sidecar is neither native nor held"
        : "it passes through %s untouched, and breaks when its egress is closed (REGISTRY_ONLY)"
            .formatted(mesh);
  }

  @Override
  protected String help(Unmet unmet) {
    String help = "exclude outbound port " + unmet.port();
    return unmet.has(PortCapturedOutbound::isPeer)
        ? help + " here and at every caller, then inbound at every callee"
        : help;
  }
}
