package dev.portside.istio.mesh;

import dev.portside.Internal;
import dev.portside.manifest.Edit;
import dev.portside.manifest.ServiceView;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;

/** What Istio takes a Service's port for. */
@Internal
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

  /** Returns the field that declares a port. */
  public static Pointer field(ServiceView.Port port) {
    return port.field().child(port.appProtocol().isEmpty() ? "name" : "appProtocol");
  }

  /** Returns the edit that declares a port. */
  public static Edit declare(
      ServiceView service, ServiceView.Port port, String protocol, boolean safe) {
    Pointer field = port.field().child("appProtocol");
    return new Edit.SetField(service.resource().target(), field, Scalar.of(protocol), safe);
  }
}
