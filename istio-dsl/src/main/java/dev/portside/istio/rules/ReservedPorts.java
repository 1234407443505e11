package dev.portside.istio.rules;

import dev.portside.platform.Table;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ports that a sidecar takes for itself. */
final class ReservedPorts {

  private static final Map<Integer, String> OWNERS = new LinkedHashMap<>();
  private static final Set<Integer> NEVER_CAPTURED = new HashSet<>();

  static {
    for (Table.Row row : Table.read(ReservedPorts.class, "reserved-ports.txt")) {
      Integer port = Integer.valueOf(row.get("port"));
      OWNERS.put(port, row.get("owner"));
      if (row.get("captured").equals("never")) {
        NEVER_CAPTURED.add(port);
      }
    }
  }

  private ReservedPorts() {}

  /** Returns whether the rules of a pod leave a port alone, whatever its annotations say. */
  static boolean isNeverCaptured(int port) {
    return NEVER_CAPTURED.contains(port);
  }

  /** Returns what the sidecar has on a port, where it has something. */
  static Optional<String> owner(int port) {
    return Optional.ofNullable(OWNERS.get(port));
  }
}
