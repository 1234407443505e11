package dev.portside.traffic;

/**
 * The end of whoever is dialled from outside the pod.
 *
 * @param use the claim
 * @param wire the connection on the wire
 * @param presence whether the party is in the mesh
 * @param verdict whether the mesh takes the connection here
 * @param facet what else of this end the mesh's outcome depends on
 */
public record ServerEnd(
    PortUse use, Wire wire, Presence presence, Verdict verdict, ServerFacet facet) implements End {

  /** Returns this end as it would be if the mesh took the connection here, or left it. */
  public ServerEnd ifCaptured(boolean captured) {
    return new ServerEnd(use, wire, presence, verdict.ifCaptured(captured), facet);
  }

  /** Returns this end as it would be if the processes spoke that protocol, in plaintext. */
  public ServerEnd ifSpoken(Protocol protocol) {
    return new ServerEnd(use.ifSpoken(protocol), wire, presence, verdict, facet);
  }
}
