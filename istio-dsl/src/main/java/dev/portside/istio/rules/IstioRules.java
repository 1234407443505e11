package dev.portside.istio.rules;

import dev.portside.check.Rule;
import java.util.List;

/** Istio's rules. Public for Istio's extension only; no API. */
public final class IstioRules {

  private static final List<Rule> ALL =
      List.of(
          new CaptureWithoutSidecar(),
          new EncryptedPortDeclaredHttp(),
          new ExclusionIgnored(),
          new HttpsExclusionWide(),
          new ServerFirstHangs());

  private IstioRules() {}

  /** Returns them, by class. */
  public static List<Rule> all() {
    return ALL;
  }
}
