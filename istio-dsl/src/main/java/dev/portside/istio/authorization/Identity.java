package dev.portside.istio.authorization;

import java.util.Optional;

/**
 * Who a caller's certificate says that it is, as policies write it.
 *
 * @param trustDomain the mesh's name in certificates, such as {@code cluster.local}
 * @param namespace the namespace of the pod
 * @param serviceAccount the service account of the pod
 */
public record Identity(String trustDomain, String namespace, String serviceAccount) {

  private static final int PARTS = 5;

  /** Reads {@code cluster.local/ns/shop/sa/orders}; empty for a text of another shape. */
  public static Optional<Identity> parse(String principal) {
    String[] parts = principal.split("/", -1);
    return parts.length == PARTS && parts[1].equals("ns") && parts[3].equals("sa")
        ? Optional.of(new Identity(parts[0], parts[2], parts[4]))
        : Optional.empty();
  }

  /** Returns the same caller, as one of another trust domain. */
  Identity in(String domain) {
    return new Identity(domain, namespace, serviceAccount);
  }

  @Override
  public String toString() {
    return "%s/ns/%s/sa/%s".formatted(trustDomain, namespace, serviceAccount);
  }
}
