package dev.portside.istio.rules;

import dev.portside.check.Rule;
import java.util.List;

/** Istio's rules. */
public final class IstioRules {

  private static final List<Rule> ALL =
      List.of(
          new AmbientAnnotationsInert(),
          new AnnotationDeprecated(),
          new CaptureSettingInert(),
          new CaptureWithoutSidecar(),
          new EncryptedPortDeclaredHttp(),
          new ExclusionIgnored(),
          new HttpsExclusionWide(),
          new InitContainerCaptured(),
          new InjectValueSplit(),
          new InjectionConflict(),
          new IstioAnnotationMalformed(),
          new IstioAnnotationMisplaced(),
          new IstioAnnotationUnknown(),
          new JobNeverCompletes(),
          new MeshDefaultReplaced(),
          new PeerAuthenticationInvalid(),
          new PolicyInvalid(),
          new PolicyL7OnTcp(),
          new PolicyNotEnforced(),
          new PolicyServicePort(),
          new PolicyWithoutSidecar(),
          new ProbeCaptured(),
          new ProxyUser(),
          new ReservedPort(),
          new RevisionMissing(),
          new ServerFirstHangs(),
          new ServiceEntryMismatch(),
          new TcpPortDeclaredHttp());

  private IstioRules() {}

  /** Returns them, by class. */
  public static List<Rule> all() {
    return ALL;
  }
}
