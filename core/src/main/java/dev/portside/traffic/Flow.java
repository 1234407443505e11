package dev.portside.traffic;

import java.util.List;

/**
 * Connections that meet and behave alike: every client with every server.
 *
 * @param meeting where they meet
 * @param client the client's end, of the first client
 * @param server the server's end, of the first server
 * @param clients all who dial, in the order of the set
 * @param servers all who answer, in the order of the set
 * @param outcome what becomes of each of the connections
 */
public record Flow(
    Meeting meeting,
    End client,
    End server,
    List<Party> clients,
    List<Party> servers,
    Outcome outcome) {

  /** Copies the parties. */
  public Flow {
    clients = List.copyOf(clients);
    servers = List.copyOf(servers);
  }
}
