package dev.portside.dapr;

import dev.portside.manifest.Names;
import java.util.List;

/**
 * Where a sidecar listens. Immutable. Source: dapr/dapr pkg/injector/patcher/sidecar.go and
 * sidecar_container.go @v1.18.3.
 */
public final class SidecarPorts {

  final ConceptSettings settings;

  SidecarPorts(ConceptSettings settings) {
    this.settings = settings;
  }

  private SidecarPorts set(String concept, Object value) {
    return new SidecarPorts(settings.set(concept, value));
  }

  private SidecarPorts port(String concept, String what, int port) {
    return set(concept, Names.port(what, port));
  }

  /**
   * Returns this with the port for calls among sidecars ({@code dapr.io/internal-grpc-port}, since
   * Dapr 1.15), 1 to 65535 but 80; 50002 by default. Callers dial their own number, so all apps
   * need the same.
   */
  public SidecarPorts internalGrpc(int port) {
    return port("internal-grpc-port", "internal gRPC port", port);
  }

  /**
   * Returns this with the port of the gRPC API ({@code dapr.io/grpc-port}, since Dapr 1.15), 1 to
   * 65535 but 80; 50001 by default.
   */
  public SidecarPorts grpc(int port) {
    return port("grpc-port", "gRPC port", port);
  }

  /**
   * Returns this with the port of the sidecar's metrics ({@code dapr.io/metrics-port}, since Dapr
   * 0.5), 1 to 65535 but 80; 9090 by default.
   */
  public SidecarPorts metrics(int port) {
    return port("metrics-port", "metrics port", port);
  }

  /**
   * Returns this with the sidecar's metrics announced to scrapers, or not ({@code
   * dapr.io/enable-metrics}, since Dapr 1.1); on by default. Since Dapr 1.12 the listener is there
   * all the same, then on port 9090.
   */
  public SidecarPorts announcedMetrics(boolean on) {
    return set("enable-metrics", on);
  }

  /**
   * Returns this with the addresses on which the APIs and profiles listen ({@code
   * dapr.io/sidecar-listen-addresses}, since Dapr 1.4), IPv6 in brackets; {@code [::1]} and {@code
   * 127.0.0.1} by default. With {@code 0.0.0.0} or {@code [::]} every pod reaches the APIs.
   */
  public SidecarPorts listenAddresses(String... addresses) {
    return set("sidecar-listen-addresses", String.join(",", List.of(addresses)));
  }

  /**
   * Returns this with the APIs on Unix domain sockets instead of ports ({@code
   * dapr.io/unix-domain-socket-path}, since Dapr 1.7), in a folder that the app's containers find
   * at that path.
   */
  public SidecarPorts unixDomainSocketPath(String path) {
    return set("unix-domain-socket-path", path);
  }

  /**
   * Returns this with profiles on port 7777 of the API's addresses ({@code
   * dapr.io/enable-profiling}; before Dapr 0.10 {@code dapr.io/profiling}); off by default.
   */
  public SidecarPorts profiling(boolean on) {
    return set("enable-profiling", on);
  }

  /**
   * Returns this with the sidecar under a debugger that all pods reach ({@code
   * dapr.io/enable-debug}, since Dapr 1.2), which needs an image with one; off by default.
   */
  public SidecarPorts debug(boolean on) {
    return set("enable-debug", on);
  }

  /**
   * Returns this with the port of the debugger ({@code dapr.io/debug-port}, since Dapr 1.2), 1 to
   * 65535; 40000 by default. It is read only with {@link #debug(boolean)}.
   */
  public SidecarPorts debug(int port) {
    return port("debug-port", "debug port", port);
  }
}
