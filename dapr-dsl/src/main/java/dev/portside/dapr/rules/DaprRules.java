package dev.portside.dapr.rules;

import dev.portside.check.Rule;
import java.util.List;

/** Dapr's rules. Public for Dapr's extension only; no API. */
public final class DaprRules {

  private static final List<Rule> ALL =
      List.of(
          new AnnotationLegacy(),
          new AnnotationMalformed(),
          new AnnotationMisplaced(),
          new AnnotationNotString(),
          new AnnotationUnknown(),
          new AppIdDuplicate(),
          new AppIdInvalid(),
          new AppIdMissing(),
          new AppPortUnknown(),
          new ComponentPortCaptured(),
          new ExclusionUnneeded(),
          new NotInvocable(),
          new PortCapturedInbound(),
          new PortCapturedOutbound(),
          new PortConflict());

  private DaprRules() {}

  /** Returns them, by class. */
  public static List<Rule> all() {
    return ALL;
  }
}
