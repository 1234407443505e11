package dev.portside.traffic;

import java.util.List;
import java.util.Optional;

/**
 * A Service that an extension knows though no manifest of the set shows it.
 *
 * @param kind what stands behind it
 * @param namespace where it is
 * @param name its name
 * @param headless whether its name stands for the pods' own addresses
 * @param ports its TCP ports
 */
public record KnownService(
    Party.Kind kind, String namespace, String name, boolean headless, List<Port> ports) {

  /**
   * One port of it.
   *
   * @param name its name; empty when it has none
   * @param port the Service's port
   * @param targetPort the pod's port
   */
  public record Port(String name, int port, int targetPort) {}

  /** Copies the ports. */
  public KnownService {
    ports = List.copyOf(ports);
  }

  /** Returns the port of that number. */
  public Optional<Port> port(int number) {
    for (Port port : ports) {
      if (port.port() == number) {
        return Optional.of(port);
      }
    }
    return Optional.empty();
  }
}
