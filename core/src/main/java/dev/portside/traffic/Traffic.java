package dev.portside.traffic;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every connection of a set: the claims of all extensions, what the mesh makes of each end, and
 * what both ends together make of the connection. Immutable; worked out once a set.
 */
public final class Traffic {

  /** From this many claims on what becomes of them is worked out on all cores. */
  private static final int LARGE = 2000;

  private final Manifests manifests;
  private final List<? extends TrafficSource> sources;
  private final List<Capture> captures;
  private final Resolver resolver;
  private final List<End> ends = new ArrayList<>();
  private final Map<Workload, List<End>> byWorkload = new HashMap<>();
  private final Alike alike = new Alike();
  private final Map<Peer.Service, Tri> meshedServices = new ConcurrentHashMap<>();
  private volatile @Nullable List<Function<Workload, Set<Integer>>> lores;
  private volatile FlowJoin.@Nullable Joined joined;

  private Traffic(Manifests manifests, List<? extends TrafficSource> sources) {
    this.manifests = manifests;
    this.sources = List.copyOf(sources);
    List<Capture> meshes = new ArrayList<>();
    for (TrafficSource source : sources) {
      source.capture(manifests).ifPresent(meshes::add);
    }
    this.captures = meshes.isEmpty() ? List.of(new NoMesh()) : List.copyOf(meshes);
    this.resolver = new Resolver(manifests, sources);
    List<PortUse> claims = new ArrayList<>();
    for (TrafficSource source : sources) {
      source.claims(manifests, claims::add);
    }
    IngressClaims.claims(manifests, claims::add);
    EnvironmentClaims.claims(manifests, claims::add);
    Stream<PortUse> order = claims.size() >= LARGE ? claims.parallelStream() : claims.stream();
    order.map(this::kept).toList().forEach(this::add);
    ServiceClaims.claims(manifests, this::addUnlessClaimed);
    ClusterClaims.claims(manifests, this::addUnlessAsked);
    byWorkload.replaceAll((workload, own) -> List.copyOf(own));
  }

  /** Returns the traffic of a set as the given extensions know it. */
  public static Traffic of(Manifests manifests, List<? extends TrafficSource> sources) {
    return new Traffic(manifests, sources);
  }

  private void add(End end) {
    ends.add(end);
    if (end.use().party() instanceof Party.Pods pods) {
      byWorkload.computeIfAbsent(pods.of(), w -> new ArrayList<>(16)).add(end);
    }
  }

  /** Returns the end of a claim of the set, as small as it can be kept. */
  private End kept(PortUse use) {
    Wire wire = wire(use);
    return use.direction() == Direction.INBOUND ? server(use, wire) : client(use, wire);
  }

  /** Returns the connection of a claim on the wire. */
  Wire wire(PortUse use) {
    return alike.one(resolver.wire(use));
  }

  /** Returns a client's end of a connection, whether or not a claim of the set tells of it. */
  public ClientEnd client(PortUse use, Wire wire) {
    return client(capture(use.party()), use, wire);
  }

  private ClientEnd client(Capture mesh, PortUse use, Wire wire) {
    // No mesh is asked what becomes of connections within a pod.
    boolean inPod = use.direction() == Direction.LOOPBACK;
    ClientFacet facet = inPod ? ClientFacet.NONE : alike.one(mesh.clientFacet(use, wire));
    Verdict verdict = alike.verdict(mesh.of(use, wire));
    return new ClientEnd(use, wire, mesh.on(use.party()), verdict, facet);
  }

  /** Returns a server's end of a connection, whether or not a claim of the set tells of it. */
  ServerEnd server(PortUse use, Wire wire) {
    return server(capture(use.party()), use, wire);
  }

  private ServerEnd server(Capture mesh, PortUse use, Wire wire) {
    boolean inPod = use.direction() == Direction.LOOPBACK;
    ServerFacet facet = inPod ? ServerFacet.NONE : alike.one(mesh.serverFacet(use, wire));
    Verdict verdict = alike.verdict(mesh.of(use, wire));
    return new ServerEnd(use, wire, mesh.on(use.party()), verdict, facet);
  }

  /** Returns who answers at a Service that has no workload in the set. */
  Party.Outside outside(Peer.Service service) {
    return resolver.outside(service);
  }

  /** A Service's claim yields to that of whoever knows the process behind the port. */
  private void addUnlessClaimed(PortUse use) {
    Workload workload = ((Party.Pods) use.party()).of();
    if (inbound(workload, use.peer().port()) == null) {
      add(kept(use));
    }
  }

  /** What the cluster asks of a port is told by whoever knows the process behind it. */
  private void addUnlessAsked(PortUse use) {
    for (End end : ends(((Party.Pods) use.party()).of())) {
      if (end.use().peer().equals(use.peer())) {
        return;
      }
    }
    add(kept(use));
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
  public @Nullable ServerEnd inbound(Workload workload, int podPort) {
    for (End end : ends(workload)) {
      if (end instanceof ServerEnd server && server.wire().podPort() == podPort) {
        return server;
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
    return any ? meshed : outsideMeshed(outside(service));
  }

  private Tri outsideMeshed(Party.Outside party) {
    return capture(party).on(party).meshed();
  }

  /** Returns the workloads of the set behind a Service. */
  List<Workload> serving(Peer.Service peer) {
    return manifests
        .service(peer.namespace(), peer.name())
        .map(manifests::selectedBy)
        .orElse(List.of());
  }

  /**
   * Returns what becomes of connections between two ends, also such as they would be if the mesh
   * took them or the processes spoke otherwise. No mesh is asked of what stays in a pod.
   */
  public Outcome outcome(ClientEnd client, ServerEnd server, Meeting meeting) {
    if (meeting.peer().direction() == Direction.LOOPBACK) {
      return Outcome.inPod(client.use().protection());
    }
    Capture judge = judge(client, server);
    return judge.outcome(seen(client, judge), seen(server, judge), meeting);
  }

  /** Returns the setting for which a flow fails, where one of the set alone is it. */
  public Optional<Hindrance> hindrance(Flow flow) {
    Capture judge = judge(flow.client(), flow.server());
    return judge.hindrance(seen(flow.client(), judge), seen(flow.server(), judge));
  }

  /** Returns the kind of a server to one client. */
  EndKind kind(ClientEnd client, ServerEnd server) {
    Capture judge = judge(client, server);
    return EndKind.of(server, judge.towards(seen(client, judge), seen(server, judge)));
  }

  /** Returns whose mesh judges: the client's, unless only the server can be in one. */
  private Capture judge(ClientEnd client, ServerEnd server) {
    return capture(client.presence().meshed() == Tri.NO ? server : client);
  }

  private Capture capture(End end) {
    return capture(end.use().party());
  }

  /** A mesh judges ends as it sees them: what another one says of its own means nothing to it. */
  private ClientEnd seen(ClientEnd end, Capture judge) {
    return captures.size() == 1 || capture(end) == judge
        ? end
        : client(judge, end.use(), end.wire());
  }

  private ServerEnd seen(ServerEnd end, Capture judge) {
    return captures.size() == 1 || capture(end) == judge
        ? end
        : server(judge, end.use(), end.wire());
  }

  /** Returns the connections whose two ends are known, equal ones folded into one flow. */
  public Flows flows() {
    return joined().flows();
  }

  /** Returns the flows that an end takes part in. */
  public List<Flow> flows(End end) {
    return joined().of(end);
  }

  private Permits permits() {
    List<Made> made = new ArrayList<>();
    sources.forEach(source -> made.addAll(source.made(manifests)));
    List<Permission> permissions = new ArrayList<>();
    for (TrafficSource source : sources) {
      source.permission(manifests, made).ifPresent(permissions::add);
    }
    return new Permits(permissions);
  }

  private FlowJoin.Joined joined() {
    FlowJoin.Joined result = joined;
    if (result == null) {
      synchronized (this) {
        result = joined == null ? new FlowJoin(this, permits()).join(ends) : joined;
        joined = result;
      }
    }
    return result;
  }
}
