package dev.portside.istio.mesh;

import dev.portside.Internal;
import dev.portside.traffic.Protocol;
import java.util.Locale;

/**
 * What Istio takes a Service's port for. Source: istio/istio pkg/config/kube/conversion.go and
 * pkg/config/protocol/instance.go @1.31.
 */
@Internal
public enum PortProtocol {
  /** HTTP/1: both proxies parse it, and speak it further. */
  HTTP,
  /** HTTP/2 or gRPC: both proxies parse it, and speak HTTP/2 further. */
  HTTP2,
  /** TCP, TLS or a protocol carried as TCP: bytes pass. */
  TCP,
  /** Undeclared: the proxy looks at the first bytes. */
  AUTO;

  /** Returns whether proxies parse it as HTTP. */
  public boolean isHttp() {
    return this == HTTP || this == HTTP2;
  }

  /** Returns whether a proxy would speak another version of HTTP further than the processes do. */
  public boolean contradicts(Protocol spoken) {
    return this == HTTP && spoken == Protocol.HTTP2 || this == HTTP2 && spoken == Protocol.HTTP1;
  }

  public static PortProtocol of(String portName, String appProtocol, int port) {
    String declared = appProtocol.isEmpty() ? portName : appProtocol;
    String name = declared.toLowerCase(Locale.ROOT);
    switch (appProtocol) {
      case "kubernetes.io/h2c" -> {
        return HTTP2;
      }
      case "kubernetes.io/ws" -> {
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
      case "http", "http_proxy" -> HTTP;
      case "http2", "grpc" -> HTTP2;
      case "tcp", "https", "tls", "mongo", "redis", "mysql" -> TCP;
      default ->
          switch (port) {
            case 25, 53, 3306, 27017 -> TCP;
            default -> AUTO;
          };
    };
  }
}
