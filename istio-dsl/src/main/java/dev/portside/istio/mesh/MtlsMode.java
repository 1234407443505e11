package dev.portside.istio.mesh;

/** What a server's proxy accepts on a port: the mode of a PeerAuthentication. */
public enum MtlsMode {
  /** Only Istio's mTLS. */
  STRICT,
  /** Istio's mTLS and everything else. */
  PERMISSIVE,
  /** Everything unchanged; Istio's mTLS is not unwrapped. */
  DISABLE
}
