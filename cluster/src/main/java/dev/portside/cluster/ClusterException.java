package dev.portside.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * The cluster did not do what was asked. The message says in one sentence what, and why; it never
 * holds a value of the set.
 */
public class ClusterException extends RuntimeException {

  private static final int NOT_ALLOWED = 403;
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

  /** Returns whether the cluster has answered, and does not allow what was asked. */
  public final boolean isForbidden() {
    return getCause() instanceof KubernetesClientException cause && cause.getCode() == NOT_ALLOWED;
  }
}
