package dev.portside.dapr;

/**
 * Which system calls a sidecar may make. Kubernetes' third type, {@code Localhost}, needs a file's
 * name, which Dapr cannot pass on: the API server refuses such a pod.
 */
public enum SeccompProfile {
  /** What the container runtime allows by default. */
  RUNTIME_DEFAULT("RuntimeDefault"),
  /** All. */
  UNCONFINED("Unconfined");

  private final String word;

  SeccompProfile(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
