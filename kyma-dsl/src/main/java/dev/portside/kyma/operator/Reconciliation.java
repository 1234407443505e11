package dev.portside.kyma.operator;

import java.util.List;

/**
 * What becomes of an APIRule in the operator's hands.
 *
 * @param state what the status says at the end
 * @param failures what the operator's own checks refuse, whether or not it came to run them
 * @param breaks whether the checks themselves break, so that no status is ever written
 * @param error why the reconciliation fails before a status is written; empty when it does not
 * @param made what is made; nothing where the rule does not get so far
 */
public record Reconciliation(
    State state,
    List<OperatorRefusal> failures,
    boolean breaks,
    String error,
    List<Generated> made) {

  /** The states of a rule. */
  public enum State {
    /** Everything is made. */
    READY,
    /** The cluster lacks something that Kyma needs. */
    WARNING,
    /** Something is refused. */
    ERROR,
    /** No status is ever written. */
    NONE
  }

  /** Returns what the API server refuses of what is made. */
  public List<Generated.Refusal> refused() {
    return made.isEmpty() ? List.of() : made.get(0).refused();
  }
}
