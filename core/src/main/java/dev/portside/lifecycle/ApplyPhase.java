package dev.portside.lifecycle;

/**
 * When a kind is applied: each phase is done before the next one begins, so that nothing waits for
 * what comes later. Deleting goes the other way.
 */
public enum ApplyPhase {
  /** Where everything else lives. */
  NAMESPACE,
  /** Kinds that the set itself uses. */
  DEFINITION,
  /**
   * What pods and configuration refer to: accounts and their rights, Secrets, ConfigMaps, volumes.
   */
  FOUNDATION,
  /** What a sidecar reads when it starts; kinds of which nothing is known are here too. */
  CONFIGURATION,
  /** What the mesh enforces. */
  POLICY,
  /** Names and addresses of pods. */
  SERVICE,
  /** Pods, and what makes them. */
  WORKLOAD,
  /** What lets others in: they find pods that answer. */
  EXPOSURE
}
