package dev.portside.traffic;

/** One end of connections: a claim, its wire, and what the mesh makes of it. */
public sealed interface End permits ClientEnd, ServerEnd {

  /** Returns the claim. */
  PortUse use();

  /** Returns the connection on the wire. */
  Wire wire();

  /** Returns whether the party is in the mesh. */
  Presence presence();

  /** Returns whether the mesh takes the connection here. */
  Verdict verdict();

  /** Returns what else of this end the mesh's outcome depends on: a value. */
  Object facet();

  /**
   * Returns whether the mesh takes the connection here: without a sidecar it does not, and where
   * nobody knows of one, as if it were there.
   */
  default Tri captured() {
    return presence().meshed() == Tri.NO ? Tri.NO : verdict().captured();
  }

  /** Returns whether the party is, or may be, in the mesh, which leaves the connection alone. */
  default boolean isExcluded() {
    return presence().meshed() != Tri.NO && captured() == Tri.NO;
  }
}
