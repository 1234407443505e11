package dev.portside.dapr.spec;

import dev.portside.manifest.Names;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Tree;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * How the control plane makes certificates: {@code spec.mtls}, which counts in the Configuration
 * {@code daprsystem} only.
 */
public final class ControlPlaneMtls extends SpecPart {

  private ControlPlaneMtls(Mapping tree) {
    super(tree);
  }

  /**
   * Returns mTLS on or off, with what the schema requires beside it since Dapr 1.12.
   *
   * @param trustDomain the control plane's; {@code cluster.local} from Dapr's chart
   * @param sentry the address of Sentry, {@code dapr-sentry.<namespace>.svc.cluster.local:443}
   */
  public static ControlPlaneMtls of(boolean enabled, String trustDomain, String sentry) {
    return new ControlPlaneMtls(
        Mapping.builder()
            .put("enabled", enabled)
            .put("controlPlaneTrustDomain", Names.text("trust domain", trustDomain))
            .put("sentryAddress", Names.text("sentry address", sentry))
            .build());
  }

  /** Returns this with how long a sidecar's certificate lasts; 24 hours by default. */
  public ControlPlaneMtls certificateLifetime(Duration time) {
    String text = DurationText.text("certificate lifetime", time);
    return new ControlPlaneMtls(with("workloadCertTTL", text));
  }

  /** Returns this with how far clocks may be apart; 15 minutes by default. */
  public ControlPlaneMtls allowedClockSkew(Duration skew) {
    String text = DurationText.text("clock skew", skew);
    return new ControlPlaneMtls(with("allowedClockSkew", text));
  }

  /**
   * Returns this with tokens checked against a JWKS too; since Dapr 1.12.
   *
   * @param options of the validator, such as {@code source}
   */
  public ControlPlaneMtls jwksValidator(Map<String, ?> options) {
    Mapping validator =
        Mapping.builder()
            .put("name", "jwks")
            .put("options", Tree.fromJava(Objects.requireNonNull(options)))
            .build();
    return new ControlPlaneMtls(withItem("tokenValidators", validator));
  }
}
