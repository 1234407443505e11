package dev.portside.dapr;

import java.time.Duration;

/**
 * A probe that the kubelet makes of the sidecar. Immutable. Source: dapr/dapr
 * pkg/injector/patcher/sidecar_container.go @v1.18.3.
 */
public final class SidecarProbe {

  final ConceptSettings settings;
  private final String prefix;

  SidecarProbe(ConceptSettings settings, String prefix) {
    this.settings = settings;
    this.prefix = prefix;
  }

  private SidecarProbe seconds(String what, Duration value) {
    return new SidecarProbe(settings.setSeconds(prefix + what, value), prefix);
  }

  /**
   * Returns this with the time before the first probe ({@code
   * dapr.io/sidecar-liveness-probe-delay-seconds}, since Dapr 0.8, and {@code
   * dapr.io/sidecar-readiness-probe-delay-seconds}, since Dapr 0.7), in whole seconds, 0 or more; 3
   * by default before Dapr 1.18, then 180 and 1.
   */
  public SidecarProbe delay(Duration delay) {
    return seconds("delay-seconds", delay);
  }

  /**
   * Returns this with the time that a probe may take ({@code
   * dapr.io/sidecar-liveness-probe-timeout-seconds}, since Dapr 0.8, and {@code
   * dapr.io/sidecar-readiness-probe-timeout-seconds}, since Dapr 0.7), in whole seconds, 1 or more;
   * 3 by default, 1 for readiness since Dapr 1.18.
   */
  public SidecarProbe timeout(Duration timeout) {
    return seconds("timeout-seconds", timeout);
  }

  /**
   * Returns this with the time between probes ({@code
   * dapr.io/sidecar-liveness-probe-period-seconds}, since Dapr 0.8, and {@code
   * dapr.io/sidecar-readiness-probe-period-seconds}, since Dapr 0.7), in whole seconds, 1 or more;
   * 6 by default before Dapr 1.18, then 10 and 1.
   */
  public SidecarProbe period(Duration period) {
    return seconds("period-seconds", period);
  }

  /**
   * Returns this with the number of failed probes after which the sidecar is restarted ({@code
   * dapr.io/sidecar-liveness-probe-threshold}, since Dapr 0.8) or the pod is not ready ({@code
   * dapr.io/sidecar-readiness-probe-threshold}, since Dapr 0.7), 1 or more; 5 by default, 3 before
   * Dapr 1.18.
   */
  public SidecarProbe threshold(int failures) {
    return new SidecarProbe(settings.set(prefix + "threshold", failures), prefix);
  }
}
