package dev.portside.traffic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Connections that meet and behave alike: every client with every server.
 *
 * @param meeting where they meet
 * @param client the end of one of the clients: those of the others are like it
 * @param server the end of one of the servers: those of the others are like it
 * @param clients all who dial, in the order of the set
 * @param servers all who answer: who are alike to every client together, in the order of the set
 * @param outcome what becomes of each of the connections
 * @param policies what policies say of each of them
 */
public record Flow(
    Meeting meeting,
    ClientEnd client,
    ServerEnd server,
    List<Party> clients,
    List<Party> servers,
    Outcome outcome,
    List<PolicyVerdict> policies) {

  /** Copies the parties. */
  public Flow {
    clients = List.copyOf(clients);
    servers = List.copyOf(servers);
    policies = List.copyOf(policies);
  }

  /** Returns how many connections it stands for: nobody of both sides dials itself. */
  public long count() {
    if (outcome.isInPod()) {
      return clients.size();
    }
    Set<Party> both = new HashSet<>(clients);
    both.retainAll(new HashSet<>(servers));
    return (long) clients.size() * servers.size() - both.size();
  }

  /**
   * Returns the connections of some of its parties, or null where none is left: what stays in a pod
   * has the same party at both ends, and nobody else dials itself.
   */
  @Nullable Flow between(List<Party> someClients, List<Party> someServers) {
    List<Party> from = someClients;
    List<Party> to = someServers;
    if (outcome.isInPod()) {
      from = new ArrayList<>(someClients);
      from.retainAll(new HashSet<>(someServers));
      to = from;
    }
    Flow flow = new Flow(meeting, client, server, from, to, outcome, policies);
    return flow.count() == 0 ? null : flow;
  }
}
