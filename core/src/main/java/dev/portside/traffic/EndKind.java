package dev.portside.traffic;

import java.util.Objects;

/** What ends that behave alike have in common: only the party differs. */
record EndKind(
    Object outside,
    String process,
    String role,
    Protection protection,
    Protocol protocol,
    Tri meshed,
    Tri captured,
    Object facet) {

  static EndKind of(End end) {
    return of(end, end.facet());
  }

  /** Returns the same, where of the facet only that matters. */
  static EndKind of(End end, Object mattering) {
    PortUse use = end.use();
    return new EndKind(
        use.party() instanceof Party.Outside party ? party : "",
        use.process(),
        use.role(),
        use.protection(),
        use.protocol(),
        end.presence().meshed(),
        end.captured(),
        mattering);
  }

  @Override
  public int hashCode() {
    return Objects.hash(outside, role, captured, facet);
  }
}
