package dev.portside.istio.mesh;

import dev.portside.Internal;

/** What a DestinationRule asks of a client's proxy for one destination. */
@Internal
public enum TlsRule {
  /** Nothing: the proxy decides itself. */
  NONE,
  /** To send what it gets. */
  DISABLE,
  /** Istio's mTLS, whoever answers. */
  ISTIO_MUTUAL,
  /** TLS that no proxy at the server unwraps: {@code SIMPLE} or {@code MUTUAL}. */
  OTHER,
  /** It cannot be known which rule holds. */
  UNKNOWN
}
