package dev.portside.traffic;

import java.util.List;

/**
 * Whether a party has a sidecar of a mesh, or is otherwise part of it.
 *
 * @param meshed yes, no, or not to be known from the set
 * @param reason why, in a sentence without a period
 * @param hinted for an unknown one: whether the party is written for the mesh, so that its author
 *     takes the sidecar for granted
 */
public record Presence(Tri meshed, String reason, boolean hinted) {

  /** Returns a presence that is known. */
  public static Presence known(boolean meshed, String reason) {
    return new Presence(Tri.of(meshed), reason, false);
  }

  /** Returns whether the party is a member, or is written to be one. */
  public boolean isLikely() {
    return meshed == Tri.YES || hinted;
  }

  /** Returns what is taken for granted where the party is taken for a member of the mesh. */
  public List<String> assumed() {
    return meshed == Tri.UNKNOWN ? List.of(reason) : List.of();
  }
}
