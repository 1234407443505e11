package dev.portside.traffic;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every connection of a set: the claims of all extensions, what the mesh makes of each end, and
 * what both ends together make of the connection. Immutable; worked out once a set.
 */
public final class Traffic {

  /** What all ends have in common whose connections are folded into the same flows. */
  private record EndClass(Peer meeting, Object kind) {}

  /** What connections within pods have in common that are folded into one flow. */
  private record InPod(Peer peer, String process, String role, Protection protection) {
    static InPod of(PortUse use) {
      return new InPod(use.peer(), use.process(), use.role(), use.protection());
    }
  }

  private final Manifests manifests;
  private final List<? extends TrafficSource> sources;
  private final List<Capture> captures;
  private final Resolver resolver;
  private final List<End> ends = new ArrayList<>();
  private final Map<Workload, List<End>> byWorkload = new HashMap<>();
  private final Alike alike = new Alike();
  private final Map<Peer.Service, Tri> meshedServices = new ConcurrentHashMap<>();
  private volatile @Nullable List<Function<Workload, Set<Integer>>> lores;
  private @Nullable Flows flows;
  private volatile @Nullable Map<EndClass, List<Flow>> flowsByEnd;

  private Traffic(Manifests manifests, List<? extends TrafficSource> sources) {
    this.manifests = manifests;
    this.sources = List.copyOf(sources);
    List<Capture> meshes = new ArrayList<>();
    for (TrafficSource source : sources) {
      source.capture(manifests).ifPresent(meshes::add);
    }
    this.captures = meshes.isEmpty() ? List.of(new NoMesh()) : List.copyOf(meshes);
    this.resolver = new Resolver(manifests, sources);
    for (TrafficSource source : sources) {
      source.claims(manifests, this::add);
    }
    IngressClaims.claims(manifests, this::add);
    ServiceClaims.claims(manifests, this::addUnlessClaimed);
    byWorkload.replaceAll((workload, own) -> List.copyOf(own));
  }

  /** Returns the traffic of a set as the given extensions know it. */
  public static Traffic of(Manifests manifests, List<? extends TrafficSource> sources) {
    return new Traffic(manifests, sources);
  }

  private void add(PortUse use) {
    Wire wire = resolver.wire(use);
    Capture capture = capture(use.party());
    Verdict verdict = alike.verdict(capture.of(use, wire));
    Object facet = alike.one(capture.facet(use, wire));
    End end = new End(use, alike.one(wire), capture.on(use.party()), verdict, facet);
    ends.add(end);
    if (use.party() instanceof Party.Pods pods) {
      byWorkload.computeIfAbsent(pods.of(), w -> new ArrayList<>(16)).add(end);
    }
  }

  /** A Service's claim yields to that of whoever knows the process behind the port. */
  private void addUnlessClaimed(PortUse use) {
    Workload workload = ((Party.Pods) use.party()).of();
    if (inbound(workload, use.peer().port()) == null) {
      add(use);
    }
  }

  /** Returns the set. */
  public Manifests manifests() {
    return manifests;
  }

  /** Returns the mesh that has to do with a party: the first one that may have a sidecar there. */
  public Capture capture(Party party) {
    for (int i = 0; i < captures.size() - 1; i++) {
      if (captures.get(i).on(party).meshed() != Tri.NO) {
        return captures.get(i);
      }
    }
    return captures.get(captures.size() - 1);
  }

  /** Returns the mesh that has to do with a workload. */
  public Capture capture(Workload workload) {
    return capture(new Party.Pods(workload));
  }

  /** Returns all ends: extensions in their order, each in the order of the set. */
  public List<End> ends() {
    return List.copyOf(ends);
  }

  /** Returns the ends at the pods of a workload. */
  public List<End> ends(Workload workload) {
    return byWorkload.getOrDefault(workload, List.of());
  }

  /** Returns the end that answers at a port of a workload's pods, or null when nobody claims it. */
  public @Nullable End inbound(Workload workload, int podPort) {
    for (End end : ends(workload)) {
      if (end.use().direction() == Direction.INBOUND && end.wire().podPort() == podPort) {
        return end;
      }
    }
    return null;
  }

  /** Returns the port numbers that belong to any extension on a workload, in any direction. */
  public Set<Integer> lore(Workload workload) {
    Set<Integer> lore = new TreeSet<>();
    for (Function<Workload, Set<Integer>> source : lores()) {
      lore.addAll(source.apply(workload));
    }
    return lore;
  }

  private List<Function<Workload, Set<Integer>>> lores() {
    List<Function<Workload, Set<Integer>>> result = lores;
    if (result == null) {
      result = new ArrayList<>(sources.size());
      for (TrafficSource source : sources) {
        result.add(source.lore(manifests));
      }
      lores = result;
    }
    return result;
  }

  /** Returns whether an end's owner asks that the mesh leaves it. */
  public boolean asksBypass(End end) {
    Need need = end.use().need();
    boolean depends = need == Need.BYPASS_UNLESS_MESHED;
    return need.asksBypass(depends ? meshed(end) : Tri.UNKNOWN);
  }

  /** Returns whether whom an end dials is in the mesh. */
  public Tri meshed(End end) {
    if (end.use().peer() instanceof Peer.Service service) {
      Tri meshed = meshedServices.get(service);
      if (meshed == null) {
        meshed = meshed(service);
        meshedServices.put(service, meshed);
      }
      return meshed;
    }
    return end.use().peer() instanceof Peer.Group ? Tri.UNKNOWN : Tri.NO;
  }

  private Tri meshed(Peer.Service service) {
    Tri meshed = Tri.NO;
    boolean any = false;
    for (Workload workload : serving(service)) {
      Tri one = capture(workload).on(new Party.Pods(workload)).meshed();
      meshed = any && one != meshed ? Tri.UNKNOWN : one;
      any = true;
    }
    return any ? meshed : outsideMeshed(resolver.outside(service));
  }

  private Tri outsideMeshed(Party.Outside party) {
    return capture(party).on(party).meshed();
  }

  private List<Workload> serving(Peer.Service peer) {
    return manifests
        .service(peer.namespace(), peer.name())
        .map(manifests::selectedBy)
        .orElse(List.of());
  }

  /** Returns the connections whose two ends are known, equal ones folded into one flow. */
  public Flows flows() {
    Flows result = flows;
    if (result == null) {
      result = new Flows(join());
      flows = result;
    }
    return result;
  }

  /** Returns the flows that an end takes part in. */
  public List<Flow> flows(End end) {
    Map<EndClass, List<Flow>> byEnd = flowsByEnd;
    if (byEnd == null) {
      byEnd = flowsByEnd();
      flowsByEnd = byEnd;
    }
    return byEnd.getOrDefault(endClass(end), List.of());
  }

  private Map<EndClass, List<Flow>> flowsByEnd() {
    Map<EndClass, List<Flow>> byEnd = new HashMap<>();
    for (Flow flow : flows()) {
      if (flow.outcome().result() != Outcome.Result.LOOPBACK) {
        byEnd.computeIfAbsent(endClass(flow.client()), k -> new ArrayList<>(1)).add(flow);
        byEnd.computeIfAbsent(endClass(flow.server()), k -> new ArrayList<>(1)).add(flow);
      }
    }
    return byEnd;
  }

  private static EndClass endClass(End end) {
    return new EndClass(meeting(end.use().peer()), end.kind());
  }

  /** The clients and servers of one meeting, by class. */
  private static final class Ends {
    final Map<Object, List<End>> clients = new LinkedHashMap<>();
    final Map<Object, List<End>> servers = new LinkedHashMap<>();
  }

  private List<Flow> join() {
    Map<Peer, Ends> meetings = new LinkedHashMap<>();
    Map<InPod, List<End>> inPods = new LinkedHashMap<>();
    List<End> listening = new ArrayList<>();
    List<Flow> flows = new ArrayList<>();
    for (End end : ends) {
      switch (end.use().direction()) {
        case OUTBOUND ->
            fold(
                meetings.computeIfAbsent(meeting(end.use().peer()), key -> new Ends()).clients,
                end);
        case INBOUND -> listening.add(end);
        case LOOPBACK ->
            inPods.computeIfAbsent(InPod.of(end.use()), k -> new ArrayList<>(1)).add(end);
      }
    }
    for (End end : listening) {
      // Nobody dials most ports: a meeting without a client is none.
      Ends met = meetings.get(meeting(end.use().peer()));
      if (met != null) {
        fold(met.servers, end);
      }
    }
    inPods.values().forEach(own -> flows.add(loopback(own)));
    meetings.forEach((peer, ends) -> join(peer, ends, flows));
    return flows;
  }

  /**
   * Members of a group meet by its name and port, whether or not a Service's name stands for them.
   */
  private static Peer meeting(Peer peer) {
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

  private void join(Peer peer, Ends ends, List<Flow> flows) {
    if (peer instanceof Peer.Service service) {
      answer(service, ends);
    } else if (peer instanceof Peer.Host host) {
      Party.Outside outside = new Party.Outside(Party.Kind.EXTERNAL, "", host.name());
      fold(ends.servers, outside(outside, ends.clients.values().iterator().next().get(0)));
    }
    for (List<End> clients : ends.clients.values()) {
      for (List<End> servers : ends.servers.values()) {
        flow(clients, servers, flows);
      }
    }
  }

  /** Who answers at a Service: the pods behind it, or whoever is outside the set. */
  private void answer(Peer.Service service, Ends ends) {
    List<Workload> serving = serving(service);
    ServiceView.Port port =
        manifests
            .service(service.namespace(), service.name())
            .flatMap(view -> view.port(service.port()))
            .orElse(null);
    for (Workload workload : serving) {
      End server = port == null ? null : inbound(workload, ServiceView.podPort(port, workload));
      if (server != null) {
        fold(ends.servers, server);
      }
    }
    if (serving.isEmpty()) {
      End client = ends.clients.values().iterator().next().get(0);
      fold(ends.servers, outside(resolver.outside(service), client));
    }
  }

  /** The far end of a connection out of the set, as far as the near one tells of it. */
  private End outside(Party.Outside party, End client) {
    PortUse use =
        PortUse.builder()
            .party(party)
            .process(party.name())
            .peer(new Peer.Callers("clients of " + party.name(), client.use().peer().port()))
            .protection(seen(client.use().protection()))
            .protocol(client.use().protocol())
            .role(client.use().role())
            .group(client.use().group())
            .claimant(client.use().claimant())
            .purpose(client.use().purpose())
            .fact(client.use().fact())
            .build();
    Capture capture = capture(party);
    Wire wire = client.wire();
    return new End(use, wire, capture.on(party), capture.of(use, wire), capture.facet(use, wire));
  }

  /** Whoever is sent plaintext may yet expect encryption that a mesh on the way adds. */
  private static Protection seen(Protection near) {
    return near.isEncrypted() ? near : Protection.unknown();
  }

  private void flow(List<End> clients, List<End> servers, List<Flow> flows) {
    End client = clients.get(0);
    End server = servers.get(0);
    boolean itself = servers.size() == 1 && clients.size() == 1;
    if (itself && client.use().party().equals(server.use().party())) {
      return;
    }
    Meeting meeting = new Meeting(client.use().peer(), client.wire());
    Party judge =
        client.presence().meshed() == Tri.NO ? server.use().party() : client.use().party();
    Outcome outcome = capture(judge).outcome(client, server, meeting);
    Flow flow = new Flow(meeting, client, server, parties(clients), parties(servers), outcome);
    flows.add(flow);
  }

  private static List<Party> parties(List<End> ends) {
    List<Party> parties = new ArrayList<>(ends.size());
    for (End end : ends) {
      parties.add(end.use().party());
    }
    return parties;
  }
}
