package dev.portside.traffic;

/**
 * The end of whoever dials. A claim about two processes of one pod tells of both ends, and stands
 * here.
 *
 * @param use the claim
 * @param wire the connection on the wire
 * @param presence whether the party is in the mesh
 * @param verdict whether the mesh takes the connection here
 * @param facet what else of this end the mesh's outcome depends on
 */
public record ClientEnd(
    PortUse use, Wire wire, Presence presence, Verdict verdict, ClientFacet facet) implements End {

  /** Returns this end as it would be if the mesh took the connection here, or left it. */
  public ClientEnd ifCaptured(boolean captured) {
    return new ClientEnd(use, wire, presence, verdict.ifCaptured(captured), facet);
  }

  /** Returns this end as it would be if the processes spoke that protocol, in plaintext. */
  public ClientEnd ifSpoken(Protocol protocol) {
    return new ClientEnd(use.ifSpoken(protocol), wire, presence, verdict, facet);
  }
}
