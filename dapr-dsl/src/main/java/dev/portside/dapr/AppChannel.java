package dev.portside.dapr;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How a sidecar reaches its app, and asks for its health. Immutable. Source: dapr/dapr
 * pkg/injector/patcher/sidecar.go and pkg/runtime/config.go @v1.18.3.
 */
public final class AppChannel {

  final ConceptSettings settings;

  AppChannel(ConceptSettings settings) {
    this.settings = settings;
  }

  private AppChannel set(String concept, Object value) {
    return new AppChannel(settings.set(concept, value));
  }

  /**
   * Returns this with the host that the app listens on ({@code dapr.io/app-channel-address}, since
   * Dapr 1.11), a name or address; 127.0.0.1 by default. With another pod's address the channel
   * leaves the pod.
   */
  public AppChannel address(String host) {
    return set("app-channel-address", host);
  }

  /**
   * Returns this with a limit to the requests that are in the app at a time ({@code
   * dapr.io/app-max-concurrency}; before Dapr 0.10 {@code dapr.io/max-concurrency}), 1 or more; -1,
   * the default, means no limit.
   */
  public AppChannel maxConcurrency(int requests) {
    return set("app-max-concurrency", requests);
  }

  /**
   * Returns this with the Secret of the app's namespace under whose key {@code token} the sidecar
   * finds what it sends to the app as {@code dapr-api-token} ({@code dapr.io/app-token-secret},
   * since Dapr 1.0).
   */
  public AppChannel tokenSecret(String secret) {
    return set("app-token-secret", secret);
  }

  /**
   * Returns this with the app asked for its health, or not ({@code
   * dapr.io/enable-app-health-check}, since Dapr 1.9); nothing is delivered to it while it is not
   * well. Off by default.
   */
  public AppChannel healthCheck(boolean on) {
    return set("enable-app-health-check", on);
  }

  /**
   * Returns this with the path of the app's health over HTTP ({@code
   * dapr.io/app-health-check-path}, since Dapr 1.9), with a slash first; {@code /healthz} by
   * default.
   */
  public AppChannel healthPath(String path) {
    return set("app-health-check-path", path);
  }

  /**
   * Returns this with the time between two checks of the app's health ({@code
   * dapr.io/app-health-probe-interval}, since Dapr 1.9), in whole seconds, 1 or more; 5 by default.
   */
  public AppChannel healthInterval(Duration interval) {
    return new AppChannel(settings.setSeconds("app-health-probe-interval", interval));
  }

  /**
   * Returns this with the time that a check of the app's health may take ({@code
   * dapr.io/app-health-probe-timeout}, since Dapr 1.9), in whole milliseconds, 1 or more and no
   * longer than the interval; 500 by default.
   */
  public AppChannel healthTimeout(Duration timeout) {
    return set("app-health-probe-timeout", timeout.toMillis());
  }

  /**
   * Returns this with the number of failed checks after which the app is unwell ({@code
   * dapr.io/app-health-threshold}, since Dapr 1.9), 1 or more; 3 by default.
   */
  public AppChannel healthThreshold(int failures) {
    return set("app-health-threshold", failures);
  }

  /**
   * Returns this with the time in which the app is to say whether it takes an input binding ({@code
   * dapr.io/app-binding-options-timeout}, since Dapr 1.16.18, 1.17.12, 1.18.3), 0 or more; 3
   * seconds by default.
   */
  public AppChannel bindingOptionsTimeout(Duration timeout) {
    return new AppChannel(settings.set("app-binding-options-timeout", timeout));
  }

  /**
   * Returns this with what the app is not asked for ({@code dapr.io/disable-init-endpoints}, since
   * Dapr 1.17), at least one; it is asked for both by default.
   */
  public AppChannel skippedInitEndpoints(InitEndpoint... endpoints) {
    return set(
        "disable-init-endpoints",
        Arrays.stream(endpoints).map(InitEndpoint::word).collect(Collectors.joining(",")));
  }
}
