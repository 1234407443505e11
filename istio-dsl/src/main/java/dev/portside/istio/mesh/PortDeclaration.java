package dev.portside.istio.mesh;

import dev.portside.manifest.ServiceView;

/** What Istio takes a Service's port for. */
public final class PortDeclaration {

  private PortDeclaration() {}

  /** Returns whether proxies parse what is sent to the port as HTTP. */
  public static boolean isHttp(ServiceView.Port port) {
    return switch (protocol(port)) {
      case TCP, AUTO -> false;
      default -> true;
    };
  }

  /** Returns whether proxies let the port's bytes pass without waiting for any. */
  public static boolean isTcp(ServiceView.Port port) {
    return protocol(port) == PortProtocol.TCP;
  }

  private static PortProtocol protocol(ServiceView.Port port) {
    return PortProtocol.of(port.name(), port.appProtocol(), port.port());
  }

  /** Returns how a port is declared, as its Service writes it. */
  public static String words(ServiceView.Port port) {
    if (!port.appProtocol().isEmpty()) {
      return "appProtocol " + port.appProtocol();
    }
    return port.name().isEmpty() ? "without a name" : "named " + port.name();
  }
}
