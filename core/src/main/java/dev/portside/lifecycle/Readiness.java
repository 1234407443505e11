package dev.portside.lifecycle;

/**
 * How far a live object has come.
 *
 * @param state ready, waiting or failed
 * @param reason why it is not ready, in a few words; empty when it is
 */
public record Readiness(State state, String reason) {

  private static final Readiness READY = new Readiness(State.READY, "");

  /** Whether it pays to go on waiting. */
  public enum State {
    /** It does what it was made for. */
    READY,
    /** It may become ready. */
    WAITING,
    /** It does not become ready by itself. */
    FAILED
  }

  /** Returns that it is ready. */
  public static Readiness ready() {
    return READY;
  }

  /** Returns that it may become ready. */
  public static Readiness waiting(String reason) {
    return new Readiness(State.WAITING, reason);
  }

  /** Returns that it does not become ready by itself. */
  public static Readiness failed(String reason) {
    return new Readiness(State.FAILED, reason);
  }

  /** Returns whether it is ready. */
  public boolean isReady() {
    return state == State.READY;
  }
}
