package dev.portside.dapr.rules;

import dev.portside.check.Rule;
import java.util.List;

/** Dapr's rules. Public for Dapr's extension only; no API. */
public final class DaprRules {

  private static final List<Rule> ALL =
      List.of(
          new AnnotationLegacy(),
          new AppIdDuplicate(),
          new ComponentPortCaptured(),
          new ControlPlaneInMesh(),
          new ExclusionUnneeded(),
          new PortCapturedInbound(),
          new PortCapturedOutbound(),
          new PortConflict(),
          new SidecarModesMixed(),
          new StartupRace());

  private DaprRules() {}

  /** Returns them, by class. */
  public static List<Rule> all() {
    return ALL;
  }
}
