package dev.portside.istio.capture;

import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.mesh.MtlsMode;
import dev.portside.istio.mesh.PortProtocol;
import dev.portside.istio.mesh.Registry;
import dev.portside.istio.netfilter.ChainParameters;
import dev.portside.istio.netfilter.IpAddress;
import dev.portside.istio.netfilter.PodChains;
import dev.portside.istio.netfilter.PodNetwork;
import dev.portside.istio.netfilter.PortList;
import dev.portside.istio.outcome.Facets;
import dev.portside.istio.outcome.IstioClient;
import dev.portside.istio.outcome.IstioOutcome;
import dev.portside.istio.outcome.IstioServer;
import dev.portside.istio.pod.InitArguments;
import dev.portside.istio.pod.InjectionDecision;
import dev.portside.istio.pod.ProxyStart;
import dev.portside.istio.pod.Relay;
import dev.portside.istio.pod.RewrittenProbe;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Source;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.ClientEnd;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Exemption;
import dev.portside.traffic.Hindrance;
import dev.portside.traffic.Meeting;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Phase;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Presence;
import dev.portside.traffic.ServerEnd;
import dev.portside.traffic.Setting;
import dev.portside.traffic.Tri;
import dev.portside.traffic.Verdict;
import dev.portside.traffic.Wire;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What Istio does to the connections of one set. */
public final class IstioCapture implements Capture {

  private static final Verdict BEFORE_RULES =
      new Verdict(
          Tri.NO,
          Setting.assumed("istio", "Istio's rules"),
          "it is dialled before Istio's rules are in place");
  private static final Verdict LOOPBACK =
      new Verdict(Tri.NO, Setting.assumed("istio", "Istio's rules"), "Istio leaves loopback alone");
  private static final Verdict GATEWAY_SENDS =
      new Verdict(Tri.YES, Setting.assumed("istio", "Istio's gateway"), "the gateway is a proxy");

  private final Manifests manifests;
  private final IstioMesh mesh;
  private final Source meshWide;
  private final InjectionDecision injection;
  private final Outsiders outsiders;
  private final Registry registry;
  private final Facets facets;
  private final Map<ChainParameters, PodChains> written = new ConcurrentHashMap<>();
  private final Map<String, PortList> lists = new ConcurrentHashMap<>();
  private final Map<Workload, Pod> pods = new ConcurrentHashMap<>();

  /** What is known of the pods of a workload. */
  private record Pod(
      Presence presence, PodCapture capture, @Nullable Resource sidecar, boolean ambient) {}

  /** Called by Istio's extension and rules. */
  public IstioCapture(Manifests manifests) {
    this.manifests = manifests;
    this.mesh = manifests.platform().get(IstioMesh.SECTION);
    this.meshWide = new Source("mesh-wide default of Istio " + mesh.version(), 0, null);
    this.injection = new InjectionDecision(mesh);
    this.outsiders = new Outsiders(manifests, mesh);
    this.registry = new Registry(manifests, mesh);
    this.facets = new Facets(manifests, mesh, registry, each -> pod(each).presence());
  }

  @Override
  public String mesh() {
    return "Istio";
  }

  @Override
  public String proxy() {
    return InitArguments.PROXY;
  }

  private Pod pod(Workload workload) {
    Pod pod = pods.get(workload);
    if (pod == null) {
      Optional<Mapping> namespace = manifests.namespaceLabels(workload.namespace());
      Presence presence = injection.of(workload, namespace);
      pod =
          new Pod(
              presence,
              new PodCapture(workload, mesh, meshWide, this::rules, this::ports),
              registry.sidecar(new Party.Pods(workload)),
              presence.meshed() != Tri.YES && Ambient.takes(workload, namespace));
      pods.put(workload, pod);
    }
    return pod;
  }

  /** Most pods of a set have the same lists. */
  private PortList ports(String text) {
    PortList list = lists.get(text);
    return list == null ? lists.computeIfAbsent(text, PortList::of) : list;
  }

  /** Most pods of a set have the same parameters. */
  private PodChains rules(ChainParameters parameters, PodNetwork network) {
    return written.computeIfAbsent(parameters, each -> PodChains.of(each, network));
  }

  /** Returns whether the proxies of a namespace close connections to what they do not know. */
  public boolean closesEgress(String namespace) {
    return registry.closesEgress(namespace);
  }

  /** Returns whether the proxies of a workload close connections to what they do not know. */
  public boolean closesEgress(Workload workload) {
    return registry.closesEgress(pod(workload).sidecar());
  }

  @Override
  public Presence on(Party party) {
    if (party instanceof Party.Pods pods) {
      return pod(pods.of()).presence();
    }
    return outsiders.presence((Party.Outside) party);
  }

  @Override
  public Verdict of(PortUse use, Wire wire) {
    if (use.direction() == Direction.LOOPBACK) {
      return LOOPBACK;
    }
    return use.party() instanceof Party.Pods pods
        ? of(pod(pods.of()), use, wire)
        : ofOutside(on(use.party()));
  }

  private static Verdict of(Pod pod, PortUse use, Wire wire) {
    if (pod.presence().meshed() == Tri.NO) {
      return noSidecar(pod.presence());
    }
    if (use.phase() == Phase.INIT && !pod.capture().pod().hasRulesAtInit()) {
      return BEFORE_RULES;
    }
    return use.direction() == Direction.INBOUND
        ? pod.capture().inbound(wire.podPort())
        : pod.capture().outbound(use.process(), address(use.peer()), wire.port());
  }

  /** A host may be named by its address. */
  private static @Nullable IpAddress address(Peer peer) {
    try {
      return peer instanceof Peer.Host host ? IpAddress.parse(host.name()) : null;
    } catch (IpAddress.Refused e) {
      return null;
    }
  }

  private static Verdict ofOutside(Presence presence) {
    return switch (presence.meshed()) {
      case YES -> GATEWAY_SENDS;
      case NO -> noSidecar(presence);
      case UNKNOWN ->
          new Verdict(Tri.UNKNOWN, Setting.assumed("istio", presence.reason()), presence.reason());
    };
  }

  private static Verdict noSidecar(Presence presence) {
    return new Verdict(
        Tri.NO, Setting.assumed("istio", "no sidecar"), "no sidecar: " + presence.reason());
  }

  @Override
  public List<Edit> bypass(PortUse use, Wire wire) {
    boolean there = of(use, wire).captured() == Tri.NO;
    if (there || !(use.party() instanceof Party.Pods pods)) {
      return List.of();
    }
    boolean inbound = use.direction() == Direction.INBOUND;
    boolean safe = !inbound && !(use.peer() instanceof Peer.Group);
    int port = inbound ? wire.podPort() : wire.port();
    return port == 0
        ? List.of()
        : pod(pods.of()).capture().edits().exclude(use.direction(), port, safe);
  }

  @Override
  public List<Edit> take(PortUse use, Wire wire) {
    boolean left = on(use.party()).meshed() != Tri.NO && of(use, wire).captured() == Tri.NO;
    if (!left || !(use.party() instanceof Party.Pods pods)) {
      return List.of();
    }
    boolean inbound = use.direction() == Direction.INBOUND;
    return pod(pods.of()).capture().take(use.direction(), inbound ? wire.podPort() : wire.port());
  }

  /** A ServiceEntry names it. */
  @Override
  public boolean admits(Party client, Peer.Host host) {
    return registry.entry(client, host).isPresent();
  }

  /** A Sidecar that does not import the server hides it from the client's proxy. */
  @Override
  public Optional<Hindrance> hindrance(ClientEnd client, ServerEnd server) {
    boolean unknown = client.facet() instanceof IstioClient facet && !facet.known();
    return unknown
            && client.captured() == Tri.YES
            && server.captured() == Tri.YES
            && client.use().peer() instanceof Peer.Service service
        ? registry.hiding(client.use().party(), service).map(one -> imported(one, service))
        : Optional.empty();
  }

  private static Hindrance imported(Resource sidecar, Peer.Service service) {
    Pointer field = Pointer.of("spec", "egress", "0", "hosts");
    String host = service.namespace() + "/*";
    return new Hindrance(
        sidecar,
        field,
        "%s does not import %s/%s, so that the proxies it is for do not know it"
            .formatted(sidecar, service.namespace(), service.name()),
        "add %s to the hosts of its egress".formatted(host),
        List.of(
            new Edit.AddToList(
                sidecar.target(), field, Edit.ListForm.SEQUENCE, List.of(host), true)));
  }

  @Override
  public String admitting(Peer peer) {
    return peer instanceof Peer.Host host
        ? "add a ServiceEntry for %s with port %d and location MESH_EXTERNAL"
            .formatted(host.name(), host.port())
        : "let the client's proxies know %s: by its Service, exportTo or a Sidecar's egress"
            .formatted(peer);
  }

  @Override
  public Tri carriesAtStart(Workload workload) {
    return pod(workload).capture().carriesAtStart();
  }

  @Override
  public Tri carriesAtInit(Workload workload) {
    return pod(workload).capture().carriesAtInit();
  }

  @Override
  public List<Edit> carry(Workload workload, Phase phase) {
    boolean carries =
        switch (phase) {
          case INIT -> carriesAtInit(workload) != Tri.NO;
          case START -> carriesAtStart(workload) != Tri.NO;
          case RUN -> true;
        };
    return carries ? List.of() : ProxyStart.carry(workload, mesh, phase);
  }

  @Override
  public List<Edit> keepOut(Resource resource) {
    return ProxyStart.keepOut(resource);
  }

  @Override
  public Optional<PortUse> relay(PortUse use) {
    return use.party() instanceof Party.Pods pods && pod(pods.of()).presence().isLikely()
        ? Relay.of(use, pods.of(), pod(pods.of()).capture().pod(), mesh)
        : Optional.empty();
  }

  @Override
  public List<Exemption> exemptions(Workload workload) {
    return pod(workload).capture().edits().exemptions();
  }

  @Override
  public IstioClient clientFacet(PortUse use, Wire wire) {
    Pod pod = use.party() instanceof Party.Pods pods ? pod(pods.of()) : null;
    IstioClient client = facets.client(use, wire, pod == null ? null : pod.sidecar());
    return pod != null && pod.ambient() ? client.inAmbient() : client;
  }

  @Override
  public IstioServer serverFacet(PortUse use, Wire wire) {
    if (!(use.party() instanceof Party.Pods pods)) {
      return facets.outside((Party.Outside) use.party(), wire);
    }
    IstioServer server = facets.server(pods.of(), use.peer(), wire.podPort());
    return pod(pods.of()).ambient() ? server.inAmbient() : server;
  }

  @Override
  public Object towards(ClientEnd client, ServerEnd server) {
    IstioServer facet = (IstioServer) server.facet();
    return List.of(facets.towards(client, facet), facet.unnamed());
  }

  @Override
  public Outcome outcome(ClientEnd client, ServerEnd server, Meeting meeting) {
    IstioServer facet = (IstioServer) server.facet();
    IstioClient towards = facets.towards(client, facet);
    if (towards.ambient() || facet.ambient()) {
      return Ambient.outcome(
          client, towards.ambient() ? client.use().party() : server.use().party());
    }
    return new IstioOutcome(client, server, meeting, towards, facet).outcome();
  }

  /**
   * Returns why Istio's CNI plugin would leave the pods of a workload that the injector takes, so
   * that whether they are captured, and start at all, hangs on who writes the rules.
   */
  public Optional<String> disagreement(Workload workload) {
    return pod(workload).presence().meshed() == Tri.NO
        ? Optional.empty()
        : Optional.ofNullable(pod(workload).capture().pod().cniSkips());
  }

  /** Returns whether Istio's CNI plugin writes the rules. */
  public boolean isCni() {
    return mesh.cni();
  }

  /** Returns the probes and hooks of a workload's pods as they are after injection. */
  public List<RewrittenProbe> probes(Workload workload) {
    return pod(workload).capture().pod().probes().all();
  }

  /**
   * Returns whether the pods of a workload are in the ambient mesh: they have no sidecar, share no
   * network with their node, and they or else their namespace ask for it.
   */
  public boolean isAmbient(Workload workload) {
    return pod(workload).ambient();
  }

  /** Returns the inbound ports of a workload that stand in both inbound lists, as written. */
  public List<String> inBothInboundLists(Workload workload) {
    return pod(workload).capture().edits().inBothInboundLists();
  }

  /** Returns whether a workload's inbound exclusions are overruled by its include list. */
  public boolean ignoresInboundExclusions(Workload workload) {
    return pod(workload).capture().edits().ignoresInboundExclusions();
  }

  /** Returns what a workload's proxy accepts on a port of its pods. */
  public MtlsMode mtls(Workload workload, int podPort) {
    return facets.mode(workload, podPort);
  }

  /** Returns whether the mesh takes what dials a port of a workload's pods. */
  public Verdict inbound(Workload workload, int podPort) {
    Pod pod = pod(workload);
    return pod.presence().meshed() == Tri.NO
        ? noSidecar(pod.presence())
        : pod.capture().inbound(podPort);
  }

  /** Returns whether a port of a workload's pods is declared as bytes that no proxy parses. */
  public boolean isDeclaredTcp(Workload workload, int podPort) {
    return facets.declared(workload, podPort) == PortProtocol.TCP;
  }

  /** Returns whether a port of a workload's pods is declared as HTTP of any kind. */
  public boolean isDeclaredHttp(Workload workload, int podPort) {
    return facets.declared(workload, podPort).isHttp();
  }
}
