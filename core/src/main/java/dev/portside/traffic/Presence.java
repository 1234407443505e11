package dev.portside.traffic;

/**
 * Whether a party has a sidecar of a mesh, or is otherwise part of it.
 *
 * @param meshed yes, no, or not to be known from the set
 * @param reason why, in a sentence without a period
 * @param hinted for an unknown one: whether the party is written for the mesh, so that its author
 *     takes the sidecar for granted
 */
public record Presence(Tri meshed, String reason, boolean hinted) {

  /** Returns whether the party is in the mesh, or its author takes that for granted. */
  public boolean isLikely() {
    return meshed == Tri.YES || hinted;
  }

  /** Returns a presence that is known. */
  public static Presence known(boolean meshed, String reason) {
    return new Presence(Tri.of(meshed), reason, false);
  }
}
