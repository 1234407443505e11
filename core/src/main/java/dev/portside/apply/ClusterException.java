package dev.portside.apply;

/**
 * The cluster did not do what was asked. The message says in one sentence what, and why; it never
 * holds a value of the set.
 */
public class ClusterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }

  ClusterException(String message) {
    super(message);
  }
}
