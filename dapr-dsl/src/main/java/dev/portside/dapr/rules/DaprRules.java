package dev.portside.dapr.rules;

import dev.portside.check.Rule;
import java.util.List;

/** Dapr's rules. */
public final class DaprRules {

  private static final List<Rule> ALL =
      List.of(
          new ActorStoreAmbiguous(),
          new AnnotationLegacy(),
          new ControlPlanePort(),
          new DaprAnnotationMalformed(),
          new DaprAnnotationMisplaced(),
          new AnnotationNotString(),
          new DaprAnnotationUnknown(),
          new ApiOpen(),
          new ApiUnreachable(),
          new AppIdDuplicate(),
          new AppIdInvalid(),
          new AppIdMissing(),
          new AppPortUnknown(),
          new ComponentEndpointUnknown(),
          new ComponentMetadataMissing(),
          new ComponentMetadataUnknown(),
          new ComponentPlainSecret(),
          new ComponentPortCaptured(),
          new ComponentScopeUnknown(),
          new ComponentSecretMissing(),
          new ComponentUnknownType(),
          new ConfigurationInert(),
          new ConfigurationMissing(),
          new ControlPlaneInMesh(),
          new ExclusionUnneeded(),
          new MtlsMismatch(),
          new NotInvocable(),
          new PortCapturedInbound(),
          new PortCapturedOutbound(),
          new PortConflict(),
          new ResourceInvalid(),
          new SidecarModesMixed(),
          new StartupRace(),
          new SubscriptionInvalid());

  private DaprRules() {}

  /** Returns them, by class. */
  public static List<Rule> all() {
    return ALL;
  }
}
