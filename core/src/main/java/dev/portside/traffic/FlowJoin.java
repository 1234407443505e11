package dev.portside.traffic;

import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins ends to flows: by where they meet and, inside it, by class of end, so that nothing is done
 * for each pair of workloads.
 */
final class FlowJoin {

  /** What connections within pods have in common that are folded into one flow. */
  private record InPod(Peer peer, String process, String role, Protection protection) {
    static InPod of(PortUse use) {
      return new InPod(use.peer(), use.process(), use.role(), use.protection());
    }
  }

  /** What all ends have in common whose connections are folded into the same flows. */
  private record EndClass(Peer meeting, EndKind kind) {
    static EndClass of(End end) {
      return new EndClass(FlowJoin.meeting(end.use().peer()), EndKind.of(end));
    }
  }

  /**
   * The flows of a set, and those that each class of ends takes part in, which policies do not tell
   * apart.
   */
  record Joined(Flows flows, Map<EndClass, List<Flow>> byEnd) {

    /** Returns the flows between pods, or pods and others, that an end takes part in. */
    List<Flow> of(End end) {
      return byEnd.getOrDefault(EndClass.of(end), List.of());
    }
  }

  /** What those have in common that the cluster itself dials alike. */
  private record Asked(Peer peer, EndKind kind) {}

  /** The clients and servers of one meeting, by class. */
  private static final class Ends {
    final Map<EndKind, List<ClientEnd>> clients = new LinkedHashMap<>();
    final Map<EndKind, List<ServerEnd>> servers = new LinkedHashMap<>();
  }

  private final Traffic traffic;
  private final Map<Peer, Ends> meetings = new LinkedHashMap<>();
  private final Map<InPod, List<ClientEnd>> inPods = new LinkedHashMap<>();
  private final Map<Asked, List<ServerEnd>> asked = new LinkedHashMap<>();
  private final List<Flow> flows = new ArrayList<>();
  private final Map<EndClass, List<Flow>> byEnd = new HashMap<>();
  private final Permits permits;

  FlowJoin(Traffic traffic, Permits permits) {
    this.traffic = traffic;
    this.permits = permits;
  }

  Joined join(List<End> ends) {
    List<ServerEnd> listening = new ArrayList<>();
    for (End end : ends) {
      if (end instanceof ServerEnd server) {
        listening.add(server);
      } else if (end instanceof ClientEnd client) {
        dial(client);
      }
    }
    listening.forEach(this::answer);
    inPods.values().forEach(own -> flows.add(loopback(own)));
    meetings.forEach(this::join);
    asked.values().forEach(this::ask);
    return new Joined(new Flows(flows), byEnd);
  }

  private void dial(ClientEnd end) {
    if (end.use().direction() == Direction.LOOPBACK) {
      inPods.computeIfAbsent(InPod.of(end.use()), k -> new ArrayList<>(1)).add(end);
    } else {
      fold(met(meeting(end.use().peer())).clients, end);
    }
  }

  private Ends met(Peer meeting) {
    return meetings.computeIfAbsent(meeting, key -> new Ends());
  }

  private void answer(ServerEnd end) {
    Peer.Callers callers = (Peer.Callers) end.use().peer();
    if (Party.Outside.calling(callers.name()) != null) {
      Capture capture = traffic.capture(end.use().party());
      ServerEnd server = capture.relay(end.use()).map(this::server).orElse(end);
      Asked key = new Asked(meeting(server.use().peer()), EndKind.of(server));
      asked.computeIfAbsent(key, k -> new ArrayList<>(1)).add(server);
      return;
    }
    // Nobody dials most ports: a meeting without a client is none.
    Ends met = meetings.get(meeting(callers));
    if (met != null) {
      fold(met.servers, end);
    }
  }

  /**
   * Members of a group meet by its name and port, whether or not a Service's name stands for them.
   */
  static Peer meeting(Peer peer) {
    if (peer instanceof Peer.Callers callers) {
      return new Peer.Group(callers.name(), callers.port(), false);
    }
    return peer instanceof Peer.Group group && group.named()
        ? new Peer.Group(group.name(), group.port(), false)
        : peer;
  }

  private static <E extends End> void fold(Map<EndKind, List<E>> classes, E end) {
    classes.computeIfAbsent(EndKind.of(end), k -> new ArrayList<>(1)).add(end);
  }

  private Flow loopback(List<ClientEnd> ends) {
    ClientEnd client = ends.get(0);
    ServerEnd server = traffic.server(client.use(), client.wire());
    List<Party> parties = parties(ends);
    Meeting meeting = new Meeting(client.use().peer(), client.wire());
    Outcome outcome = traffic.outcome(client, server, meeting);
    return new Flow(meeting, client, server, parties, parties, outcome, List.of());
  }

  private void join(Peer peer, Ends ends) {
    if (peer instanceof Peer.Service service) {
      serve(service, ends);
    } else if (peer instanceof Peer.Host host) {
      Party.Outside outside = new Party.Outside(Party.Kind.EXTERNAL, "", host.name());
      fold(ends.servers, outside(outside, ends.clients.values().iterator().next().get(0)));
    }
    for (List<ClientEnd> clients : ends.clients.values()) {
      alike(clients.get(0), ends.servers.values()).forEach(servers -> flow(clients, servers));
    }
  }

  /** What makes a difference to one client only keeps servers apart for that one only. */
  private Collection<List<List<ServerEnd>>> alike(
      ClientEnd client, Collection<List<ServerEnd>> servers) {
    if (servers.size() == 1) {
      return List.of(List.copyOf(servers));
    }
    Map<EndKind, List<List<ServerEnd>>> alike = new LinkedHashMap<>();
    for (List<ServerEnd> one : servers) {
      EndKind kind = traffic.kind(client, one.get(0));
      alike.computeIfAbsent(kind, k -> new ArrayList<>(1)).add(one);
    }
    return alike.values();
  }

  /** Who answers at a Service: the pods behind it, or whoever is outside the set. */
  private void serve(Peer.Service service, Ends ends) {
    List<Workload> serving = traffic.serving(service);
    ServiceView.Port port =
        traffic
            .manifests()
            .service(service.namespace(), service.name())
            .flatMap(view -> view.port(service.port()))
            .orElse(null);
    for (Workload workload : serving) {
      ServerEnd server =
          port == null ? null : traffic.inbound(workload, ServiceView.podPort(port, workload));
      if (server != null) {
        fold(ends.servers, server);
      }
    }
    if (serving.isEmpty()) {
      ClientEnd client = ends.clients.values().iterator().next().get(0);
      fold(ends.servers, outside(traffic.outside(service), client));
    }
  }

  private ServerEnd server(PortUse use) {
    return traffic.server(use, traffic.wire(use));
  }

  /** The far end of a connection out of the set, as far as the near one tells of it. */
  private ServerEnd outside(Party.Outside party, ClientEnd client) {
    int port = client.use().peer().port();
    PortUse use =
        like(client.use(), party)
            .peer(new Peer.Callers("clients of " + party.name(), port))
            .protection(seen(client.use().protection()))
            .build();
    return traffic.server(use, client.wire());
  }

  private static PortUse.Builder like(PortUse near, Party.Outside party) {
    return PortUse.builder()
        .party(party)
        .process(party.name())
        .protocol(near.protocol())
        .role(near.role())
        .group(near.group())
        .claimant(near.claimant())
        .purpose(near.purpose())
        .fact(near.fact());
  }

  /** Whoever is sent plaintext may yet expect encryption that a mesh on the way adds. */
  private static Protection seen(Protection near) {
    return near.isEncrypted() ? near : Protection.unknown();
  }

  /** The cluster itself dials, in whatever way the server expects it. */
  private void ask(List<ServerEnd> servers) {
    PortUse near = servers.get(0).use();
    Peer.Callers callers = (Peer.Callers) near.peer();
    Party.Outside party = Party.Outside.calling(callers.name());
    if (party != null) {
      PortUse use =
          like(near, party)
              .peer(new Peer.Group(callers.name(), callers.port(), false))
              .protection(near.protection())
              .build();
      flow(List.of(traffic.client(use, traffic.wire(use))), List.of(servers));
    }
  }

  /** Adds the flow of clients of one class and servers of one or more. */
  private void flow(List<ClientEnd> clients, List<List<ServerEnd>> classes) {
    List<ServerEnd> servers = new ArrayList<>(classes.get(0));
    classes.stream().skip(1).forEach(servers::addAll);
    ClientEnd client = clients.get(0);
    ServerEnd server = servers.get(0);
    boolean itself = servers.size() == 1 && clients.size() == 1;
    if (itself && client.use().party().equals(server.use().party())) {
      return;
    }
    Meeting meeting = new Meeting(client.use().peer(), client.wire());
    Outcome outcome = traffic.outcome(client, server, meeting);
    Flow all = flow(meeting, new Permits.Part(clients, servers, outcome, List.of()));
    add(all, client);
    classes.forEach(each -> add(all, each.get(0)));
    for (Permits.Part part : permits.of(meeting, clients, servers, outcome)) {
      Flow flow =
          part.policies().isEmpty()
                  && part.clients().size() == clients.size()
                  && part.servers().size() == servers.size()
              ? all
              : flow(meeting, part);
      if (flow.count() > 0) {
        flows.add(flow);
      }
    }
  }

  private static Flow flow(Meeting meeting, Permits.Part part) {
    return new Flow(
        meeting,
        part.clients().get(0),
        part.servers().get(0),
        parties(part.clients()),
        parties(part.servers()),
        doubted(part.clients().get(0), part.outcome()),
        part.policies());
  }

  private void add(Flow flow, End end) {
    byEnd.computeIfAbsent(EndClass.of(end), k -> new ArrayList<>(1)).add(flow);
  }

  /** Nobody is known to scrape: what fails, fails for whoever does. */
  private static Outcome doubted(ClientEnd client, Outcome outcome) {
    return client.use().party().is(Party.Kind.SCRAPER)
            && (outcome.isBroken() || outcome.isRefused())
        ? Outcome.unknown(
            "a scraper outside the mesh is refused: " + outcome.reason(),
            "whether anything scrapes it, and how")
        : outcome;
  }

  private static List<Party> parties(List<? extends End> ends) {
    List<Party> parties = new ArrayList<>(ends.size());
    for (End end : ends) {
      parties.add(end.use().party());
    }
    return parties;
  }
}
