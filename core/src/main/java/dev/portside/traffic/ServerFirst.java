package dev.portside.traffic;

import dev.portside.Internal;
import java.util.Optional;

/**
 * Where the server speaks first: where a claim says so, and where none says anything and the port
 * is one that such a protocol is known by.
 */
@Internal
public final class ServerFirst {

  private ServerFirst() {}

  /** Returns the protocol that a port is known by, where its server speaks first. */
  public static Optional<String> protocol(int port) {
    return KnownProtocol.of(port)
        .filter(known -> known.first() == Protocol.SERVER_FIRST)
        .map(KnownProtocol::name);
  }

  /** Returns whether the server speaks first on a connection between two ends. */
  public static boolean isSpoken(End client, End server) {
    Protocol own = client.use().protocol();
    Protocol spoken = own == Protocol.UNKNOWN ? server.use().protocol() : own;
    return spoken == Protocol.SERVER_FIRST
        || spoken == Protocol.UNKNOWN
            && (protocol(server.wire().podPort()).isPresent()
                || protocol(client.wire().port()).isPresent());
  }
}
