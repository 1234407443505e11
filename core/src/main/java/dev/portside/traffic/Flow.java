package dev.portside.traffic;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Connections that meet and behave alike: every client with every server.
 *
 * @param meeting where they meet
 * @param client the end of one of the clients: those of the others are like it
 * @param server the end of one of the servers: those of the others are like it
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

  /** Returns how many connections it stands for: nobody of both sides dials itself. */
  public long count() {
    if (outcome.result() == Outcome.Result.LOOPBACK) {
      return clients.size();
    }
    Set<Party> both = new HashSet<>(clients);
    both.retainAll(new HashSet<>(servers));
    return (long) clients.size() * servers.size() - both.size();
  }

  /** Returns the connections of some of its parties. */
  Flow between(List<Party> someClients, List<Party> someServers) {
    return new Flow(meeting, client, server, someClients, someServers, outcome);
  }
}
