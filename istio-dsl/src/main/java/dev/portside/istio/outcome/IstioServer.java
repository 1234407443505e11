package dev.portside.istio.outcome;

import dev.portside.istio.mesh.MtlsMode;
import dev.portside.istio.mesh.PortProtocol;
import dev.portside.traffic.Peer;
import dev.portside.traffic.ServerFacet;
import dev.portside.traffic.Tri;
import org.jspecify.annotations.Nullable;

/**
 * What the outcome depends on at a server's end.
 *
 * @param mode what its proxy accepts on the port
 * @param namespaceMode what clients go by for its namespace
 * @param protocol what the port is declared as
 * @param labelled whether its pods say that they take Istio's mTLS
 * @param siblings whether all pods that share a headless Service's port with it say so
 * @param listed what clients' proxies take its pods' own addresses for, by a headless Service; null
 *     when they do not know them
 * @param ambient whether its pods are in the ambient mesh
 * @param named by whose name members of a group dial it
 */
public record IstioServer(
    MtlsMode mode,
    MtlsMode namespaceMode,
    PortProtocol protocol,
    boolean labelled,
    Tri siblings,
    @Nullable PortProtocol listed,
    boolean ambient,
    Named named)
    implements ServerFacet {

  /** Returns the facet of pods that are in the ambient mesh. */
  public IstioServer inAmbient() {
    return new IstioServer(mode, namespaceMode, protocol, labelled, siblings, listed, true, named);
  }

  /** Returns the facet without the name, which makes a difference to single clients only. */
  public IstioServer unnamed() {
    Named any = named.known() ? Named.ALIKE : Named.UNKNOWN;
    return new IstioServer(mode, namespaceMode, protocol, labelled, siblings, listed, ambient, any);
  }

  /**
   * By which Service's name members of a group dial a server.
   *
   * @param known whether anybody knows it
   * @param service the Service; null when it makes no difference to any client
   */
  record Named(boolean known, Peer.@Nullable Service service) {

    /** Nobody knows it. */
    static final Named UNKNOWN = new Named(false, null);

    /** It is known, and to all clients it is like any other. */
    static final Named ALIKE = new Named(true, null);
  }
}
