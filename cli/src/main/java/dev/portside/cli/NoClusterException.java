package dev.portside.cli;

/** There is no cluster to call: the kubeconfig does not lead to one. */
final class NoClusterException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NoClusterException(String message) {
    super(message);
  }
}
