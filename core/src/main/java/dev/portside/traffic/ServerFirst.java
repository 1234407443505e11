package dev.portside.traffic;

import dev.portside.Internal;
import dev.portside.platform.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the server speaks first: where a claim says so, and where none says anything and the port
 * is one that such a protocol is known by.
 */
@Internal
public final class ServerFirst {

  private static final Map<Integer, String> BY_PORT = new HashMap<>();

  static {
    for (Table.Row row : Table.read(ServerFirst.class, "server-first.txt")) {
      BY_PORT.put(Integer.valueOf(row.get("port")), row.get("protocol"));
    }
  }

  private ServerFirst() {}

  /** Returns the protocol that a port is known by, where its server speaks first. */
  public static Optional<String> protocol(int port) {
    return Optional.ofNullable(BY_PORT.get(port));
  }

  /** Returns whether the server speaks first on a connection between two ends. */
  public static boolean isSpoken(End client, End server) {
    Protocol own = client.use().protocol();
    Protocol spoken = own == Protocol.UNKNOWN ? server.use().protocol() : own;
    return spoken == Protocol.SERVER_FIRST
        || spoken == Protocol.UNKNOWN
            && (BY_PORT.containsKey(server.wire().podPort())
                || BY_PORT.containsKey(client.wire().port()));
  }
}
