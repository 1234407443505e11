package dev.portside.istio.authorization;

import java.util.List;
import java.util.Map;

/**
 * What a mesh's settings say that policies depend on.
 *
 * @param rootNamespace the namespace whose policies hold everywhere
 * @param trustDomains the mesh's trust domain, and after it those that it takes for its own
 * @param normalization what proxies do to paths first
 * @param trustedProxies how many proxies in front of the gateway are believed
 * @param providers the external authorizers that the mesh knows, by name
 */
public record MeshTrust(
    String rootNamespace,
    List<String> trustDomains,
    PathNormalization normalization,
    int trustedProxies,
    Map<String, Provider> providers) {

  /** How an external authorizer is asked. */
  public enum Provider {
    /** With a request of HTTP, about requests alone. */
    HTTP,
    /** With gRPC, about any connection. */
    GRPC
  }

  /** Copies the lists. */
  public MeshTrust {
    trustDomains = List.copyOf(trustDomains);
    providers = Map.copyOf(providers);
  }
}
