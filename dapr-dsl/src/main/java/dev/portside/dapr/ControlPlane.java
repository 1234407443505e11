package dev.portside.dapr;

import dev.portside.manifest.Names;
import java.time.Duration;

/**
 * How a sidecar deals with its control plane. Immutable. Source: dapr/dapr
 * pkg/injector/patcher/sidecar.go and sidecar_container.go @v1.18.3.
 */
public final class ControlPlane {

  final ConceptSettings settings;

  ControlPlane(ConceptSettings settings) {
    this.settings = settings;
  }

  private ControlPlane set(String concept, String value) {
    return new ControlPlane(settings.set(concept, (Object) value));
  }

  /**
   * Returns this with where the placement service is ({@code dapr.io/placement-host-address}, since
   * Dapr 1.8), as {@code host:port}; that of the control plane by default.
   */
  public ControlPlane placement(String address) {
    return set("placement-host-address", Names.text("placement address", address));
  }

  /**
   * Returns this without the placement service, and so without actors and workflows ({@code
   * dapr.io/placement-host-address}, blank since Dapr 1.15).
   */
  public ControlPlane noPlacement() {
    return set("placement-host-address", "");
  }

  /**
   * Returns this with where the scheduler is ({@code dapr.io/scheduler-host-address}, since Dapr
   * 1.14), as {@code host:port}; that of the control plane by default.
   */
  public ControlPlane scheduler(String address) {
    return set("scheduler-host-address", Names.text("scheduler address", address));
  }

  /**
   * Returns this without the scheduler, and so without jobs, reminders and workflows ({@code
   * dapr.io/scheduler-host-address}, blank since Dapr 1.15).
   */
  public ControlPlane noScheduler() {
    return set("scheduler-host-address", "");
  }

  /**
   * Returns this with how long a round of placement may take ({@code
   * dapr.io/actors-disseminate-timeout}, since Dapr 1.18), longer than 0; 30 seconds by default.
   * The placement service itself gives up after 8.
   */
  public ControlPlane disseminateTimeout(Duration timeout) {
    return new ControlPlane(settings.set("actors-disseminate-timeout", timeout));
  }

  /**
   * Returns this with the audiences of the tokens that Sentry issues to the sidecar ({@code
   * dapr.io/sentry-request-jwt-audiences}, since Dapr 1.16); the trust domain by default.
   */
  public ControlPlane jwtAudiences(String... audiences) {
    for (String audience : audiences) {
      ConceptSettings.withoutComma("audience", audience);
    }
    return set("sentry-request-jwt-audiences", String.join(",", audiences));
  }
}
