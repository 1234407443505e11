package dev.portside.traffic;

/** When in a pod's life a connection is needed. */
public enum Phase {
  /** While init containers run. */
  INIT,
  /** For a container to start: it fails or is not ready without. */
  START,
  /** At any time later. */
  RUN
}
