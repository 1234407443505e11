package dev.portside.manifest;

import java.util.Optional;

/**
 * Something reachable through a Service: what a route points at, whichever extension made it. Names
 * and port cannot drift apart, since both ends ask the same value.
 */
public interface ServiceTarget {

  /** Returns the Service's name. */
  String serviceName();

  /** Returns the Service's namespace where the target names one; else it is the set's. */
  Optional<String> serviceNamespace();

  /**
   * Returns the Service's port, 1 to 65535.
   *
   * @throws IllegalStateException if the target has no Service
   */
  int servicePort();
}
