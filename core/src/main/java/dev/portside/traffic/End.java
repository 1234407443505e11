package dev.portside.traffic;

import java.util.Objects;

/**
 * One end of connections: a claim, its wire, and what the mesh makes of it. Ends of the same class
 * behave alike: only the party differs.
 *
 * @param use the claim
 * @param wire the connection on the wire
 * @param presence whether the party is in the mesh
 * @param verdict whether the mesh takes the connection here
 * @param facet what else of this end the mesh's outcome depends on; a value
 */
public record End(PortUse use, Wire wire, Presence presence, Verdict verdict, Object facet) {

  /** Returns whether the mesh takes the connection here. */
  public Tri captured() {
    return verdict.captured();
  }

  /** Returns this end as it would be if the mesh took the connection here, or left it. */
  public End ifCaptured(boolean captured) {
    Verdict other = new Verdict(Tri.of(captured), verdict.setting(), verdict.reason());
    return new End(use, wire, presence, other, facet);
  }

  /** Returns this end as it would be if the processes spoke that protocol, in plaintext. */
  public End ifSpoken(Protocol protocol) {
    return new End(use.ifSpoken(protocol), wire, presence, verdict, facet);
  }

  /** Returns what ends that behave alike have in common. */
  Object kind() {
    return kind(facet);
  }

  /** Returns the same, where of this facet only that matters. */
  Object kind(Object mattering) {
    Object outside = use.party() instanceof Party.Outside party ? party : "";
    return new Kind(
        outside,
        use.process(),
        use.role(),
        use.protection(),
        use.protocol(),
        presence.meshed(),
        captured(),
        mattering);
  }

  private record Kind(
      Object outside,
      String process,
      String role,
      Protection protection,
      Protocol protocol,
      Tri meshed,
      Tri captured,
      Object facet) {

    @Override
    public int hashCode() {
      return Objects.hash(outside, role, captured, facet);
    }
  }
}
