package dev.portside.traffic;

/**
 * Whether a mesh takes a connection at one end.
 *
 * @param captured yes, no, or not to be known from the set
 * @param setting what decided
 * @param reason why, in a sentence without a period
 */
public record Verdict(Tri captured, Setting setting, String reason) {

  /** Returns the verdict as it would be if the mesh took the connection, or left it. */
  Verdict ifCaptured(boolean other) {
    return new Verdict(Tri.of(other), setting, reason);
  }
}
