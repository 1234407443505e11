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
  private record EndClass(Peer meeting, Object kind) {
    static EndClass of(End end) {
      return new EndClass(FlowJoin.meeting(end.use().peer()), end.kind());
    }
  }

  /** The flows of a set, and those that each class of ends takes part in. */
  record Joined(Flows flows, Map<EndClass, List<Flow>> byEnd) {

    /** Returns the flows between pods, or pods and others, that an end takes part in. */
    List<Flow> of(End end) {
      return byEnd.getOrDefault(EndClass.of(end), List.of());
    }
  }

  /** What those have in common that the cluster itself dials alike. */
  private record Asked(Peer peer, Object kind) {}

  /** The clients and servers of one meeting, by class. */
  private static final class Ends {
    final Map<Object, List<End>> clients = new LinkedHashMap<>();
    final Map<Object, List<End>> servers = new LinkedHashMap<>();
  }

  private final Traffic traffic;
  private final Map<Peer, Ends> meetings = new LinkedHashMap<>();
  private final Map<InPod, List<End>> inPods = new LinkedHashMap<>();
  private final Map<Asked, List<End>> asked = new LinkedHashMap<>();
  private final List<Flow> flows = new ArrayList<>();
  private final Map<EndClass, List<Flow>> byEnd = new HashMap<>();

  FlowJoin(Traffic traffic) {
    this.traffic = traffic;
  }

  Joined join(List<End> ends) {
    List<End> listening = new ArrayList<>();
    for (End end : ends) {
      switch (end.use().direction()) {
        case OUTBOUND -> fold(met(meeting(end.use().peer())).clients, end);
        case INBOUND -> listening.add(end);
        case LOOPBACK ->
            inPods.computeIfAbsent(InPod.of(end.use()), k -> new ArrayList<>(1)).add(end);
      }
    }
    listening.forEach(this::answer);
    inPods.values().forEach(own -> flows.add(loopback(own)));
    meetings.forEach(this::join);
    asked.values().forEach(this::ask);
    return new Joined(new Flows(flows), byEnd);
  }

  private Ends met(Peer meeting) {
    return meetings.computeIfAbsent(meeting, key -> new Ends());
  }

  private void answer(End end) {
    Peer.Callers callers = (Peer.Callers) end.use().peer();
    if (Party.Outside.calling(callers.name()) != null) {
      Capture capture = traffic.capture(end.use().party());
      End server = capture.relay(end.use()).map(traffic::end).orElse(end);
      Asked key = new Asked(meeting(server.use().peer()), server.kind());
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

  private static void fold(Map<Object, List<End>> classes, End end) {
    classes.computeIfAbsent(end.kind(), k -> new ArrayList<>(1)).add(end);
  }

  private static Flow loopback(List<End> ends) {
    End end = ends.get(0);
    List<Party> parties = parties(ends);
    Meeting meeting = new Meeting(end.use().peer(), end.wire());
    return new Flow(meeting, end, end, parties, parties, inPod(end.use().protection()));
  }

  private static Outcome inPod(Protection protection) {
    List<String> layers =
        protection.isEncrypted() ? List.of(protection.layer()) : List.<String>of();
    return new Outcome(Outcome.Result.LOOPBACK, layers, Tri.NO, "both ends are in the pod", "");
  }

  private void join(Peer peer, Ends ends) {
    if (peer instanceof Peer.Service service) {
      serve(service, ends);
    } else if (peer instanceof Peer.Host host) {
      Party.Outside outside = new Party.Outside(Party.Kind.EXTERNAL, "", host.name());
      fold(ends.servers, outside(outside, ends.clients.values().iterator().next().get(0)));
    }
    for (List<End> clients : ends.clients.values()) {
      alike(clients.get(0), ends.servers.values()).forEach(servers -> flow(clients, servers));
    }
  }

  /** What makes a difference to one client only keeps servers apart for that one only. */
  private Collection<List<List<End>>> alike(End client, Collection<List<End>> servers) {
    if (servers.size() == 1) {
      return List.of(List.copyOf(servers));
    }
    Map<Object, List<List<End>>> alike = new LinkedHashMap<>();
    for (List<End> one : servers) {
      End server = one.get(0);
      Object kind = server.kind(traffic.judge(client, server).towards(client, server));
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
      End server =
          port == null ? null : traffic.inbound(workload, ServiceView.podPort(port, workload));
      if (server != null) {
        fold(ends.servers, server);
      }
    }
    if (serving.isEmpty()) {
      End client = ends.clients.values().iterator().next().get(0);
      fold(ends.servers, outside(traffic.outside(service), client));
    }
  }

  /** The far end of a connection out of the set, as far as the near one tells of it. */
  private End outside(Party.Outside party, End client) {
    int port = client.use().peer().port();
    PortUse use =
        like(client.use(), party)
            .peer(new Peer.Callers("clients of " + party.name(), port))
            .protection(seen(client.use().protection()))
            .build();
    return traffic.end(use, client.wire());
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
  private void ask(List<End> servers) {
    PortUse near = servers.get(0).use();
    Peer.Callers callers = (Peer.Callers) near.peer();
    Party.Outside party = Party.Outside.calling(callers.name());
    if (party != null) {
      PortUse use =
          like(near, party)
              .peer(new Peer.Group(callers.name(), callers.port(), false))
              .protection(near.protection())
              .build();
      flow(List.of(traffic.end(use)), List.of(servers));
    }
  }

  /** Adds the flow of clients of one class and servers of one or more. */
  private void flow(List<End> clients, List<List<End>> classes) {
    List<End> servers = new ArrayList<>(classes.get(0));
    classes.stream().skip(1).forEach(servers::addAll);
    End client = clients.get(0);
    End server = servers.get(0);
    boolean itself = servers.size() == 1 && clients.size() == 1;
    if (itself && client.use().party().equals(server.use().party())) {
      return;
    }
    Meeting meeting = new Meeting(client.use().peer(), client.wire());
    Outcome outcome =
        doubted(client, traffic.judge(client, server).outcome(client, server, meeting));
    Flow flow = new Flow(meeting, client, server, parties(clients), parties(servers), outcome);
    flows.add(flow);
    add(flow, client);
    classes.forEach(each -> add(flow, each.get(0)));
  }

  private void add(Flow flow, End end) {
    byEnd.computeIfAbsent(EndClass.of(end), k -> new ArrayList<>(1)).add(flow);
  }

  /** Nobody is known to scrape: what fails, fails for whoever does. */
  private static Outcome doubted(End client, Outcome outcome) {
    return client.use().party().is(Party.Kind.SCRAPER) && outcome.result() == Outcome.Result.BROKEN
        ? Outcome.unknown(
            "whoever scrapes it from outside the mesh is refused: " + outcome.reason(),
            "whether anything scrapes it, and how")
        : outcome;
  }

  private static List<Party> parties(List<End> ends) {
    List<Party> parties = new ArrayList<>(ends.size());
    for (End end : ends) {
      parties.add(end.use().party());
    }
    return parties;
  }
}
