package dev.portside.apply;

/**
 * The cluster did not do what was asked. The message says in one sentence what, and why; it never
 * holds a value of the set.
 */
public class ClusterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Whether no other call would fare better. */
  private final boolean isOfAll;

  ClusterException(String message, boolean isOfAll, Throwable cause) {
    super(message, cause);
    this.isOfAll = isOfAll;
  }

  ClusterException(String message) {
    super(message);
    this.isOfAll = false;
  }

  boolean isOfAll() {
    return isOfAll;
  }
}
