package dev.portside.dapr;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What Dapr is told of how it reaches the app. Source: dapr/dapr pkg/injector/patcher/sidecar.go
 * and pkg/runtime/config.go @v1.18.3.
 *
 * @param <B> the builder itself
 */
abstract class AppSettings<B extends AppSettings<B>> extends SettingsBuilder<B> {

  AppSettings() {}

  /**
   * Sets the protocol that the sidecar speaks with the app ({@code dapr.io/app-protocol}; before
   * Dapr 0.10 {@code dapr.io/protocol}); HTTP by default.
   */
  public B appProtocol(AppProtocol protocol) {
    return set("app-protocol", protocol.word());
  }

  /**
   * Makes the sidecar speak TLS with the app ({@code dapr.io/app-ssl}, since Dapr 1.0); off by
   * default.
   *
   * @deprecated since Dapr 1.11; use {@link AppProtocol#HTTPS} or {@link AppProtocol#GRPCS}
   */
  @Deprecated
  public B appSsl(boolean on) {
    return set("app-ssl", on);
  }

  /**
   * Sets the host that the app listens on ({@code dapr.io/app-channel-address}, since Dapr 1.11), a
   * name or address; 127.0.0.1 by default. With another pod's address the app channel leaves the
   * pod.
   */
  public B appChannelAddress(String host) {
    return set("app-channel-address", host);
  }

  /**
   * Limits how many requests are in the app at a time ({@code dapr.io/app-max-concurrency}; before
   * Dapr 0.10 {@code dapr.io/max-concurrency}), 1 or more; -1, the default, is no limit.
   */
  public B appMaxConcurrency(int requests) {
    return set("app-max-concurrency", requests);
  }

  /**
   * Names the Secret of the app's namespace under whose key {@code token} the sidecar finds what it
   * sends to the app as {@code dapr-api-token} ({@code dapr.io/app-token-secret}, since Dapr 1.0).
   */
  public B appTokenSecret(String secret) {
    return set("app-token-secret", secret);
  }

  /**
   * Names the Secret of the app's namespace under whose key {@code token} stands what the app must
   * send to its sidecar's APIs ({@code dapr.io/api-token-secret}, since Dapr 0.8). The health port
   * 3501 asks for no token.
   */
  public B apiTokenSecret(String secret) {
    return set("api-token-secret", secret);
  }

  /**
   * Makes the sidecar ask the app for its health ({@code dapr.io/enable-app-health-check}, since
   * Dapr 1.9), and deliver nothing to it while it is not well; off by default.
   */
  public B appHealthCheck(boolean on) {
    return set("enable-app-health-check", on);
  }

  /**
   * Sets the path of the app's health over HTTP ({@code dapr.io/app-health-check-path}, since Dapr
   * 1.9), with a slash first; {@code /healthz} by default.
   */
  public B appHealthPath(String path) {
    return set("app-health-check-path", path);
  }

  /**
   * Sets how long the sidecar waits between two checks of the app's health ({@code
   * dapr.io/app-health-probe-interval}, since Dapr 1.9), in whole seconds, 1 or more; 5 by default.
   */
  public B appHealthInterval(Duration interval) {
    return setSeconds("app-health-probe-interval", interval);
  }

  /**
   * Sets how long a check of the app's health may take ({@code dapr.io/app-health-probe-timeout},
   * since Dapr 1.9), in whole milliseconds, 1 or more and no longer than the interval; 500 by
   * default.
   */
  public B appHealthTimeout(Duration timeout) {
    return set("app-health-probe-timeout", Long.toString(timeout.toMillis()));
  }

  /**
   * Sets after how many failed checks the app is unwell ({@code dapr.io/app-health-threshold},
   * since Dapr 1.9), 1 or more; 3 by default.
   */
  public B appHealthThreshold(int failures) {
    return set("app-health-threshold", failures);
  }

  /**
   * Sets how long the sidecar waits for the app to say whether it takes an input binding ({@code
   * dapr.io/app-binding-options-timeout}, since Dapr 1.16.18, 1.17.12, 1.18.3), 0 or more; 3
   * seconds by default.
   */
  public B appBindingOptionsTimeout(Duration timeout) {
    return set("app-binding-options-timeout", timeout);
  }

  /**
   * Keeps the sidecar from asking the app for those ({@code dapr.io/disable-init-endpoints}, since
   * Dapr 1.17), at least one; it asks for both by default.
   */
  public B disableInitEndpoints(InitEndpoint... endpoints) {
    return set(
        "disable-init-endpoints",
        Arrays.stream(endpoints).map(InitEndpoint::word).collect(Collectors.joining(",")));
  }
}
