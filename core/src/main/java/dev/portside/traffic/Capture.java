package dev.portside.traffic;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import java.util.List;
import java.util.Optional;

/**
 * What a mesh does to connections: implemented by the mesh's extension, for one set. Pure: the same
 * question has the same answer.
 */
public interface Capture {

  /** Returns the mesh's name as messages use it, such as {@code Istio}. */
  String mesh();

  /** Returns the name of its sidecar's container, such as {@code istio-proxy}. */
  String proxy();

  /** Returns whether a party is in the mesh, and why. */
  Presence on(Party party);

  /** Returns whether the mesh takes the connection at the claiming party, and what decided. */
  Verdict of(PortUse use, Wire wire);

  /** Returns what to write so that the mesh leaves the connection; nothing when it already does. */
  List<Edit> bypass(PortUse use, Wire wire);

  /** Returns what to write so that the mesh takes the connection; nothing when it already does. */
  List<Edit> take(PortUse use, Wire wire);

  /**
   * Says what to do that the mesh takes an inbound end, whose edits are those of {@link #take}: a
   * list of what is captured lacks the port, or a list of what is left names it.
   */
  default String taking(End end, List<Edit> edits) {
    int port = end.wire().podPort();
    if (edits.isEmpty()) {
      return "let %s capture inbound port %d".formatted(mesh(), port);
    }
    String list = edits.get(0).field().last();
    return edits.get(0) instanceof Edit.AddToList
        ? "add %d to %s".formatted(port, list)
        : "remove %d from %s".formatted(port, list);
  }

  /**
   * Returns the setting for which a connection fails that would work without it, where one of the
   * set is it; none by default.
   */
  default Optional<Hindrance> hindrance(ClientEnd client, ServerEnd server) {
    return Optional.empty();
  }

  /**
   * Returns whether the set tells the mesh of a host outside the cluster, for a party that dials
   * it; not by default.
   */
  default boolean admits(Party client, Peer.Host host) {
    return false;
  }

  /**
   * Says what to do that the mesh lets connections to somebody outside through, where it closes
   * those to whom it does not know.
   */
  default String admitting(Peer peer) {
    return "let %s know %s".formatted(mesh(), peer);
  }

  /**
   * Returns whether the mesh carries what it takes from the moment the workload's containers start;
   * else connections fail until its sidecar is ready.
   */
  Tri carriesAtStart(Workload workload);

  /**
   * Returns whether the mesh carries what it takes while the workload's init containers run; as at
   * the start by default.
   */
  default Tri carriesAtInit(Workload workload) {
    return carriesAtStart(workload);
  }

  /**
   * Returns what to write so that the mesh carries what it takes from a phase of the workload's
   * life on; nothing when it already does, or when nothing that is written could.
   */
  default List<Edit> carry(Workload workload, Phase phase) {
    return List.of();
  }

  /**
   * Returns what to write so that the pods of a namespace or of a workload stay out of the mesh;
   * nothing by default.
   */
  default List<Edit> keepOut(Resource resource) {
    return List.of();
  }

  /**
   * Returns the claim of the mesh's own process that answers instead of the one that claims, where
   * the mesh changes the pods so: what the kubelet or a scraper is sent to; none by default.
   */
  default Optional<PortUse> relay(PortUse use) {
    return Optional.empty();
  }

  /** Returns the ports that the workload's manifest keeps out of the mesh today. */
  List<Exemption> exemptions(Workload workload);

  /**
   * Returns all that the outcome depends on at a client's end beside the verdict: ends with equal
   * facets behave alike. Nothing by default.
   */
  default ClientFacet clientFacet(PortUse use, Wire wire) {
    return ClientFacet.NONE;
  }

  /** Returns the same of a server's end. */
  default ServerFacet serverFacet(PortUse use, Wire wire) {
    return ServerFacet.NONE;
  }

  /**
   * Returns all of a server's facet that makes a difference to one client, as a value: to that
   * client servers behave alike of which it is equal; by default the whole facet.
   */
  default Object towards(ClientEnd client, ServerEnd server) {
    return server.facet();
  }

  /**
   * Returns what becomes of connections between two ends, whose facets are this mesh's own. To know
   * it of any two ends ask {@link Traffic#outcome}.
   */
  Outcome outcome(ClientEnd client, ServerEnd server, Meeting meeting);
}
