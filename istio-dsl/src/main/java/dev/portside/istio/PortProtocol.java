package dev.portside.istio;

import java.util.Locale;

/**
 * What Istio takes a Service's port for. Source: istio/istio pkg/config/kube/conversion.go and
 * pkg/config/protocol/instance.go @1.31.
 */
enum PortProtocol {
  /** HTTP, HTTP/2 or gRPC: both proxies parse it. */
  HTTP,
  /** TCP, TLS or a protocol carried as TCP: bytes pass. */
  TCP,
  /** Undeclared: the proxy looks at the first bytes. */
  AUTO;

  static PortProtocol of(String portName, String appProtocol, int port) {
    String declared = appProtocol.isEmpty() ? portName : appProtocol;
    String name = declared.toLowerCase(Locale.ROOT);
    switch (appProtocol) {
      case "kubernetes.io/h2c", "kubernetes.io/ws" -> {
        return HTTP;
      }
      case "kubernetes.io/wss" -> {
        return TCP;
      }
      default -> {}
    }
    int dash = name.indexOf('-');
    String prefix = dash < 0 ? name : name.substring(0, dash);
    return switch (prefix) {
      case "http", "http_proxy", "http2", "grpc" -> HTTP;
      case "tcp", "https", "tls", "mongo", "redis", "mysql" -> TCP;
      default ->
          switch (port) {
            case 25, 53, 3306, 27017 -> TCP;
            default -> AUTO;
          };
    };
  }
}
