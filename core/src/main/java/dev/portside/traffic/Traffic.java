package dev.portside.traffic;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    Wire wire = resolver.wire(use);
    Capture capture = capture(use.party());
    Verdict verdict = alike.verdict(capture.of(use, wire));
    Object facet = alike.one(capture.facet(use, wire));
    return new End(use, alike.one(wire), capture.on(use.party()), verdict, facet);
  }

  /** Returns the end of a connection that no claim of the set tells of. */
  End end(PortUse use) {
    return end(use, resolver.wire(use));
  }

  /** Returns the same on the wire of its other end. */
  End end(PortUse use, Wire wire) {
    Capture mesh = capture(use.party());
    return new End(use, wire, mesh.on(use.party()), mesh.of(use, wire), mesh.facet(use, wire));
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

  /** Returns the mesh that judges a connection: the client's, unless the client is outside it. */
  public Capture judge(End client, End server) {
    boolean outside = client.presence().meshed() == Tri.NO;
    return capture(outside ? server.use().party() : client.use().party());
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

  /** Returns the connections whose two ends are known, equal ones folded into one flow. */
  public Flows flows() {
    return joined().flows();
  }

  /** Returns the flows that an end takes part in. */
  public List<Flow> flows(End end) {
    return joined().of(end);
  }

  private FlowJoin.Joined joined() {
    FlowJoin.Joined result = joined;
    if (result == null) {
      synchronized (this) {
        result = joined == null ? new FlowJoin(this).join(ends) : joined;
        joined = result;
      }
    }
    return result;
  }
}
