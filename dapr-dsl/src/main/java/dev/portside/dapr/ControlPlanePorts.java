package dev.portside.dapr;

import dev.portside.Internal;
import dev.portside.platform.Version;
import java.util.Set;
import java.util.TreeSet;

/** The ports of the control plane's Services. */
@Internal
public final class ControlPlanePorts {

  private ControlPlanePorts() {}

  /**
   * Returns the ports at which sidecars of a release dial a role's Service; none if it has none.
   */
  public static Set<Integer> of(Version version, String role) {
    Set<Integer> ports = new TreeSet<>();
    for (DaprPorts.Port port : DaprPorts.at(version)) {
      if (port.role().equals(role)) {
        ports.add(port.port());
      }
    }
    return ports;
  }
}
