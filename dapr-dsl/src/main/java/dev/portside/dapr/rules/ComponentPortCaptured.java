package dev.portside.dapr.rules;

import dev.portside.check.Rank;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.check.UnmetBypass;
import dev.portside.dapr.DaprTraffic;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Tri;

/** The mesh takes the connection to a component's backend, which is not in the mesh. */
final class ComponentPortCaptured extends UnmetBypass {

  ComponentPortCaptured() {
    super(
        "component-port-captured",
        Severity.WARNING,
        Rank.FEATURE,
        "the mesh captures the port of a component's backend outside the mesh",
        Direction.OUTBOUND);
  }

  @Override
  protected boolean concerns(Scene scene, End end) {
    return end.use().claimant().equals(DaprTraffic.ID)
        && end.use().group().equals("component")
        && !isMeant(scene, end);
  }

  @Override
  protected Severity severity(Unmet unmet) {
    return isKnownOutside(unmet) ? Severity.WARNING : Severity.INFO;
  }

  @Override
  protected boolean carriesEdit(Severity severity) {
    return severity == Severity.WARNING;
  }

  private static boolean isKnownOutside(Unmet unmet) {
    return unmet.has(end -> unmet.scene().traffic().meshed(end) == Tri.NO);
  }

  @Override
  protected String message(Unmet unmet) {
    return "%s captures outbound port %d, the backend of %s"
        .formatted(
            unmet.capture().mesh(),
            unmet.port(),
            unmet.words(end -> end.use().purpose() + " at " + end.use().peer()));
  }

  @Override
  protected String why(Unmet unmet) {
    return isKnownOutside(unmet)
        ? "the backend has no sidecar, so %s adds nothing but a hop that must be ready before daprd"
            .formatted(unmet.capture().mesh())
        : "it is not known whether the backend is in the mesh: inside, %s encrypts the connection; outside, it adds nothing"
            .formatted(unmet.capture().mesh());
  }

  @Override
  protected String help(Unmet unmet) {
    if (isKnownOutside(unmet)) {
      return "exclude outbound port " + unmet.port();
    }
    return "say where the backend lives: add its %s, or exclude outbound port %d if it is outside the mesh"
        .formatted(
            unmet.has(end -> isSeen(unmet, end))
                ? "Service and its pods to the set"
                : "Namespace to the set or the platform",
            unmet.port());
  }

  /**
   * Hosts outside that the mesh is told of are meant to go through it; and once somebody closed
   * egress, the others are to be told, not excluded.
   */
  private static boolean isMeant(Scene scene, End end) {
    return end.use().peer() instanceof Peer.Host host
        && (scene.traffic().capture(end.use().party()).admits(end.use().party(), host)
            || scene.traffic().flows(end).stream().anyMatch(flow -> flow.outcome().isBroken()));
  }

  /** Where the namespace is there already, it is the Service that is missing. */
  private static boolean isSeen(Unmet unmet, End end) {
    return end.use().peer() instanceof Peer.Service service
        && unmet.scene().manifests().namespaceLabels(service.namespace()).isPresent();
  }
}
