package dev.portside.dapr;

import dev.portside.manifest.Names;
import java.time.Duration;

/**
 * What Dapr is told of the ports and listeners of a sidecar, and of its control plane. Source:
 * dapr/dapr pkg/injector/patcher/sidecar.go and sidecar_container.go @v1.18.3.
 *
 * @param <B> the builder itself
 */
abstract class PortSettings<B extends PortSettings<B>> extends AppSettings<B> {

  PortSettings() {}

  final B port(String concept, String what, int port) {
    return set(concept, Names.port(what, port));
  }

  /**
   * Sets the port for calls among sidecars ({@code dapr.io/internal-grpc-port}, since Dapr 1.15), 1
   * to 65535 but 80; 50002 by default. Callers dial their own number, so all apps need the same.
   */
  public B internalGrpcPort(int port) {
    return port("internal-grpc-port", "internal gRPC port", port);
  }

  /**
   * Sets the port of the gRPC API ({@code dapr.io/grpc-port}, since Dapr 1.15), 1 to 65535 but 80;
   * 50001 by default.
   */
  public B grpcPort(int port) {
    return port("grpc-port", "gRPC port", port);
  }

  /**
   * Sets the port of the sidecar's metrics ({@code dapr.io/metrics-port}, since Dapr 0.5), 1 to
   * 65535 but 80; 9090 by default.
   */
  public B metricsPort(int port) {
    return port("metrics-port", "metrics port", port);
  }

  /**
   * Announces the sidecar's metrics to scrapers, or not ({@code dapr.io/enable-metrics}, since Dapr
   * 1.1); on by default. Since Dapr 1.12 the listener is there all the same, then on port 9090.
   */
  public B metrics(boolean on) {
    return set("enable-metrics", on);
  }

  /**
   * Sets the addresses on which the APIs and profiles listen ({@code
   * dapr.io/sidecar-listen-addresses}, since Dapr 1.4), IPv6 in brackets; {@code [::1]} and {@code
   * 127.0.0.1} by default. With {@code 0.0.0.0} or {@code [::]} every pod reaches the APIs.
   */
  public B sidecarListenAddresses(String... addresses) {
    return set("sidecar-listen-addresses", String.join(",", addresses));
  }

  /**
   * Puts the APIs on Unix domain sockets instead of ports ({@code dapr.io/unix-domain-socket-path},
   * since Dapr 1.7), in a folder that the app's containers find at that path.
   */
  public B unixDomainSocketPath(String path) {
    return set("unix-domain-socket-path", path);
  }

  /**
   * Serves profiles on port 7777 of the API's addresses ({@code dapr.io/enable-profiling}; before
   * Dapr 0.10 {@code dapr.io/profiling}); off by default.
   */
  public B profiling(boolean on) {
    return set("enable-profiling", on);
  }

  /**
   * Runs the sidecar under a debugger that all pods reach ({@code dapr.io/enable-debug}, since Dapr
   * 1.2), which needs an image with one; off by default.
   */
  public B debug(boolean on) {
    return set("enable-debug", on);
  }

  /**
   * Sets the port of the debugger ({@code dapr.io/debug-port}, since Dapr 1.2), 1 to 65535; 40000
   * by default. It is read only with {@link #debug}.
   */
  public B debugPort(int port) {
    return port("debug-port", "debug port", port);
  }

  /**
   * Names the Configuration of the app's namespace that its sidecar uses ({@code dapr.io/config},
   * since Dapr 0.1). Without that object the sidecar exits.
   */
  public B config(String name) {
    return set("config", name);
  }

  /**
   * Sets where the sidecar finds the placement service ({@code dapr.io/placement-host-address},
   * since Dapr 1.8), as {@code host:port}; that of its control plane by default.
   */
  public B placementHostAddress(String address) {
    return set("placement-host-address", Names.text("placement address", address));
  }

  /**
   * Keeps the sidecar away from the placement service, and so from actors and workflows ({@code
   * dapr.io/placement-host-address}, blank since Dapr 1.15).
   */
  public B withoutPlacement() {
    return set("placement-host-address", "");
  }

  /**
   * Sets where the sidecar finds the scheduler ({@code dapr.io/scheduler-host-address}, since Dapr
   * 1.14), as {@code host:port}; that of its control plane by default.
   */
  public B schedulerHostAddress(String address) {
    return set("scheduler-host-address", Names.text("scheduler address", address));
  }

  /**
   * Keeps the sidecar away from the scheduler, and so from jobs, reminders and workflows ({@code
   * dapr.io/scheduler-host-address}, blank since Dapr 1.15).
   */
  public B withoutScheduler() {
    return set("scheduler-host-address", "");
  }

  /**
   * Sets how long a round of placement may take ({@code dapr.io/actors-disseminate-timeout}, since
   * Dapr 1.18), longer than 0; 30 seconds by default. The placement service itself gives up after
   * 8.
   */
  public B actorsDisseminateTimeout(Duration timeout) {
    return set("actors-disseminate-timeout", timeout);
  }

  /**
   * Sets the audiences of the tokens that Sentry issues to the sidecar ({@code
   * dapr.io/sentry-request-jwt-audiences}, since Dapr 1.16); the trust domain by default.
   */
  public B sentryRequestJwtAudiences(String... audiences) {
    for (String audience : audiences) {
      refuseCommas("audience", audience);
    }
    return set("sentry-request-jwt-audiences", String.join(",", audiences));
  }
}
