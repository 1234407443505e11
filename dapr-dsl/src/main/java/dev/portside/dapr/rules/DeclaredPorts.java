package dev.portside.dapr.rules;

import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The TCP ports that the containers of a pod declare, but for the sidecar's own; where none does,
 * the one that their controller gives them.
 */
final class DeclaredPorts {

  /** Pods read from a cluster hold the sidecar itself, which declares its own ports. */
  private static final String SIDECAR = "daprd";

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  private DeclaredPorts() {}

  static Set<Integer> of(Workload workload) {
    Set<Integer> ports = new TreeSet<>();
    Sequence containers = workload.containers();
    for (int i = 0; i < containers.size(); i++) {
      add(containers.mapping(i), ports);
    }
    Sequence first = workload.podSpec().sequence("initContainers");
    for (int i = 0; i < first.size(); i++) {
      if ("Always".equals(first.mapping(i).text("restartPolicy"))) {
        add(first.mapping(i), ports);
      }
    }
    if (ports.isEmpty()) {
      Companion.of(workload).map(Companion::appPort).ifPresent(ports::add);
    }
    return ports;
  }

  private static void add(Mapping container, Set<Integer> ports) {
    if (SIDECAR.equals(container.text("name"))) {
      return;
    }
    Sequence declared = container.sequence("ports");
    for (int i = 0; i < declared.size(); i++) {
      String protocol = declared.mapping(i).text("protocol");
      String port = declared.mapping(i).text("containerPort");
      if ((protocol == null || protocol.equals("TCP"))
          && port != null
          && PORT.matcher(port).matches()) {
        ports.add(Integer.valueOf(port));
      }
    }
  }
}
