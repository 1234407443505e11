package dev.portside.istio.rules;

import dev.portside.platform.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The ports that a sidecar takes for itself. */
final class ReservedPorts {

  private static final Map<Integer, String> OWNERS = new LinkedHashMap<>();

  static {
    for (Table.Row row : Table.read(ReservedPorts.class, "reserved-ports.txt")) {
      OWNERS.put(Integer.valueOf(row.get("port")), row.get("owner"));
    }
  }

  private ReservedPorts() {}

  /** Returns what the sidecar has on a port, where it has something. */
  static Optional<String> owner(int port) {
    return Optional.ofNullable(OWNERS.get(port));
  }
}
