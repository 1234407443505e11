package dev.portside.dapr;

import java.util.Locale;

/**
 * The protocol that a sidecar speaks with its app. With TLS the certificate is not verified. {@link
 * #H2C} since Dapr 1.11; {@link #HTTPS} and {@link #GRPCS} are spelled as releases before 1.11 read
 * them, by {@code app-ssl}. Source: dapr/dapr pkg/config/protocol @v1.18.3.
 */
public enum AppProtocol {
  /** HTTP/1.1, the default. */
  HTTP,
  /** HTTP/1.1 over TLS. */
  HTTPS,
  /** HTTP/2 in cleartext. */
  H2C,
  /** gRPC in cleartext. */
  GRPC,
  /** gRPC over TLS. */
  GRPCS;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
