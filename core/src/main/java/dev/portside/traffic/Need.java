package dev.portside.traffic;

import java.util.Locale;

/** What the owner of a connection asks of a mesh. */
public enum Need {
  /** The mesh must leave it alone. */
  BYPASS,
  /** The mesh must leave it alone unless the peer is known to be in the mesh too. */
  BYPASS_UNLESS_MESHED,
  /** The mesh must take it: what protects it lives there. */
  CAPTURE,
  /** Either will do. */
  ANY;

  /** Returns the word that reports use: {@code bypass}, {@code bypass-unless-meshed}, and so on. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns whether it asks that the mesh leaves the connection, given whether the peer is meshed.
   */
  public boolean asksBypass(Tri peerMeshed) {
    return this == BYPASS || this == BYPASS_UNLESS_MESHED && peerMeshed != Tri.YES;
  }
}
