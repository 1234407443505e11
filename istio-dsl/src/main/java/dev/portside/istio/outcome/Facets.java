package dev.portside.istio.outcome;

import dev.portside.istio.mesh.DestinationRules;
import dev.portside.istio.mesh.Host;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.mesh.MtlsMode;
import dev.portside.istio.mesh.PeerPolicies;
import dev.portside.istio.mesh.PortProtocol;
import dev.portside.istio.mesh.Registry;
import dev.portside.istio.mesh.TlsRule;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.traffic.ClientEnd;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Presence;
import dev.portside.traffic.Tri;
import dev.portside.traffic.Wire;
import dev.portside.yaml.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All of an end of connections that outcomes depend on, beside whether it is captured. */
public final class Facets {

  private final Manifests manifests;
  private final IstioMesh mesh;
  private final Function<Workload, Presence> presence;
  private final PeerPolicies policies;
  private final DestinationRules rules;
  private final Registry registry;
  private final Map<ServiceView, Tri> siblings = new ConcurrentHashMap<>();
  private final Map<Dialling, IstioClient> clients = new ConcurrentHashMap<>();

  /** All that a client's facet depends on, unless DestinationRules tell clients apart. */
  private record Dialling(String namespace, @Nullable Resource sidecar, Peer peer, Wire wire) {}

  /** All by which clients of a group differ in what they know of its members. */
  private record Dialler(String namespace, @Nullable Resource sidecar, @Nullable Party party) {}

  public Facets(
      Manifests manifests,
      IstioMesh mesh,
      Registry registry,
      Function<Workload, Presence> presence) {
    this.manifests = manifests;
    this.mesh = mesh;
    this.registry = registry;
    this.presence = presence;
    this.policies = new PeerPolicies(manifests, mesh.rootNamespace());
    this.rules = new DestinationRules(manifests, mesh.rootNamespace());
  }

  /** Returns the facet of whoever dials, whose proxy is under a Sidecar or none. */
  public IstioClient client(PortUse use, Wire wire, @Nullable Resource sidecar) {
    Party party = use.party();
    if (rules.anySelects()) {
      return client(party, sidecar, use.peer(), wire);
    }
    Dialling dialling = new Dialling(party.namespace(), sidecar, use.peer(), wire);
    IstioClient facet = clients.get(dialling);
    if (facet == null) {
      facet = client(party, sidecar, use.peer(), wire);
      clients.put(dialling, facet);
    }
    return facet;
  }

  private IstioClient client(Party client, @Nullable Resource sidecar, Peer peer, Wire wire) {
    boolean known = false;
    PortProtocol declared = PortProtocol.of(wire.portName(), wire.appProtocol(), wire.port());
    TlsRule rule = TlsRule.NONE;
    Dialler dialler = null;
    if (peer instanceof Peer.Service service) {
      known = registry.knows(client, service);
      rule = rules.of(client, Host.ofService(service.namespace(), service.name()), service.port());
    } else if (peer instanceof Peer.Host external) {
      Optional<Registry.Entry> entry = registry.entry(client, external);
      if (entry.isPresent()) {
        known = true;
        declared = entry.get().declared();
        rule = rules.of(client, entry.get().host(), external.port());
      }
    } else if (peer instanceof Peer.Group group && group.named()) {
      known = true;
      rule = rules.anyAsks() ? TlsRule.UNKNOWN : TlsRule.NONE;
      dialler = dialler(client, sidecar);
    }
    return new IstioClient(
        registry.closesEgress(sidecar),
        mesh.autoMtls(),
        known,
        declared,
        !known && registry.declaresHttp(client, wire.port()),
        rule,
        !mesh.autoMtls() && !manifests.platform().isClosedWorld(),
        false,
        dialler);
  }

  private @Nullable Dialler dialler(Party client, @Nullable Resource sidecar) {
    if (rules.isEmpty() && sidecar == null) {
      return null;
    }
    return new Dialler(client.namespace(), sidecar, rules.anySelects() ? client : null);
  }

  /**
   * Returns a client's facet as it is towards one member of a group: by the name under which the
   * client dials it.
   */
  public IstioClient towards(ClientEnd client, IstioServer server) {
    IstioClient facet = (IstioClient) client.facet();
    boolean group = client.use().peer() instanceof Peer.Group dialled && dialled.named();
    if (!group || !server.named().known()) {
      return facet;
    }
    Peer.Service service = server.named().service();
    Party party = client.use().party();
    TlsRule rule =
        service == null
            ? TlsRule.NONE
            : rules.of(party, Host.ofService(service.namespace(), service.name()), service.port());
    return new IstioClient(
        facet.registryOnly(),
        facet.autoMtls(),
        service == null || registry.knows(party, service),
        facet.declared(),
        facet.httpNumber(),
        rule,
        facet.ruleUnseen(),
        facet.ambient(),
        null);
  }

  /** Returns the facet of the pods of a workload as those who are dialled. */
  public IstioServer server(Workload workload, Peer peer, int podPort) {
    boolean labelled = isLabelled(workload);
    Tri all = Tri.of(labelled);
    PortProtocol listed = null;
    Peer.Service dialled = peer instanceof Peer.Callers callers ? callers.service() : null;
    for (ServiceView service : manifests.servicesOf(workload)) {
      Optional<ServiceView.Port> port =
          service.isHeadless() ? service.port(podPort) : Optional.empty();
      if (port.isPresent()) {
        all = all(all, siblings(service));
        PortProtocol protocol = protocol(port.get());
        listed = listed == null && !protocol.isHttp() ? protocol : listed;
        Resource resource = service.resource();
        dialled =
            dialled == null
                ? new Peer.Service(resource.namespace(), resource.name(), podPort)
                : dialled;
      }
    }
    return new IstioServer(
        policies.of(workload, podPort),
        policies.ofNamespace(workload.namespace()),
        declared(workload, podPort),
        labelled,
        all,
        listed,
        false,
        named(dialled));
  }

  /** Servers whose names make no difference to anybody are alike. */
  private IstioServer.Named named(Peer.@Nullable Service service) {
    if (service == null) {
      return IstioServer.Named.UNKNOWN;
    }
    Host host = Host.ofService(service.namespace(), service.name());
    return rules.concerns(host) || registry.hides(service)
        ? new IstioServer.Named(true, service)
        : IstioServer.Named.ALIKE;
  }

  private static boolean isLabelled(Workload workload) {
    String label = workload.labels().text(IstioKeys.TLS_MODE);
    return label == null || label.isEmpty() || label.equals("istio");
  }

  /** Where one pod of a headless Service does not take Istio's mTLS, none is sent it. */
  private Tri siblings(ServiceView service) {
    List<Workload> serving = manifests.selectedBy(service);
    return serving.size() == 1
        ? Tri.YES
        : siblings.computeIfAbsent(
            service, s -> serving.stream().map(this::takesMtls).reduce(Tri.YES, Facets::all));
  }

  private Tri takesMtls(Workload workload) {
    Presence own = presence.apply(workload);
    return !isLabelled(workload) ? Tri.NO : own.isLikely() ? Tri.YES : own.meshed();
  }

  private static Tri all(Tri one, Tri other) {
    return one == Tri.NO || other == Tri.NO ? Tri.NO : one == Tri.YES ? other : one;
  }

  /** Returns the facet of somebody outside the set who is dialled. */
  public IstioServer outside(Party.Outside party, Wire wire) {
    MtlsMode mode = policies.ofNamespace(party.namespace());
    PortProtocol protocol = PortProtocol.of(wire.portName(), wire.appProtocol(), wire.port());
    return new IstioServer(
        mode, mode, protocol, true, Tri.YES, null, false, IstioServer.Named.UNKNOWN);
  }

  /** Returns what the proxy of a workload's pods accepts on one of their ports. */
  public MtlsMode mode(Workload workload, int podPort) {
    return policies.of(workload, podPort);
  }

  /** Of several Services before one pod port the oldest decides; without ages, the first one. */
  public PortProtocol declared(Workload workload, int podPort) {
    PortProtocol declared = null;
    String oldest = "";
    for (ServiceView service : manifests.servicesOf(workload)) {
      for (ServiceView.Port port : service.ports()) {
        if (ServiceView.podPort(port, workload) == podPort) {
          String created = created(service.resource());
          if (declared == null || created.compareTo(oldest) < 0) {
            declared = protocol(port);
            oldest = created;
          }
        }
      }
    }
    return declared == null ? PortProtocol.AUTO : declared;
  }

  private static String created(Resource service) {
    Mapping metadata = service.tree().mapping("metadata");
    return metadata.findText("creationTimestamp").orElse("~");
  }

  private static PortProtocol protocol(ServiceView.Port port) {
    return PortProtocol.of(port.name(), port.appProtocol(), port.port());
  }
}
