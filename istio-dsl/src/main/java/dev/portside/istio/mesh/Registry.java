package dev.portside.istio.mesh;

import dev.portside.Internal;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceView;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the proxies of a set know of destinations: a Service unless it is hidden from them, a host
 * outside the cluster when a ServiceEntry names it. Source: istio/istio
 * pilot/pkg/model/{sidecar,push_context}.go @1.31 and istio/api networking/v1/sidecar.proto.
 */
@Internal
public final class Registry {

  private final Manifests manifests;
  private final IstioMesh mesh;
  private final SelectorIndex selective = new SelectorIndex();

  /** The Sidecars of whole namespaces. */
  private final Map<String, Resource> unselective = new HashMap<>();

  private final HostIndex entries = new HostIndex();

  /** The Services that declare a port number HTTP; made when somebody asks. */
  private volatile @Nullable Map<Integer, List<Peer.Service>> httpPorts;

  /** How many Sidecars there are. */
  private int size;

  public Registry(Manifests manifests, IstioMesh mesh) {
    this.manifests = manifests;
    this.mesh = mesh;
    for (Resource sidecar : manifests.ofKind("networking.istio.io", "Sidecar")) {
      size++;
      Mapping labels = selector(sidecar);
      if (labels.isEmpty()) {
        unselective.putIfAbsent(sidecar.namespace(), sidecar);
      } else {
        selective.add(sidecar, labels);
      }
    }
    for (Resource entry : manifests.ofKind("networking.istio.io", "ServiceEntry")) {
      Sequence hosts = entry.tree().mapping("spec").sequence("hosts");
      hosts.texts().forEach(host -> entries.add(host, entry));
    }
  }

  /** Returns whether the proxies of a namespace close connections to what they do not know. */
  public boolean closesEgress(String namespace) {
    return closesEgress(ofNamespace(namespace));
  }

  /**
   * Returns whether a proxy under a Sidecar, or none, closes connections to what it does not know.
   */
  public boolean closesEgress(@Nullable Resource sidecar) {
    String own =
        sidecar == null
            ? null
            : sidecar.tree().mapping("spec").mapping("outboundTrafficPolicy").text("mode");
    return own == null
        ? mesh.outboundPolicy() == IstioMesh.OutboundPolicy.REGISTRY_ONLY
        : own.equals(IstioMesh.OutboundPolicy.REGISTRY_ONLY.name());
  }

  /**
   * Returns the Sidecar that a party's proxy is under: one that selects the pods, else the
   * namespace's, else the mesh's, else none; gateways have none.
   */
  public @Nullable Resource sidecar(Party client) {
    if (!(client instanceof Party.Pods pods)) {
      return null;
    }
    Resource own = selective.first(pods.of());
    return own == null ? ofNamespace(client.namespace()) : own;
  }

  private @Nullable Resource ofNamespace(String namespace) {
    Resource own = unselective.get(namespace);
    return own == null ? unselective.get(mesh.rootNamespace()) : own;
  }

  private static Mapping selector(Resource sidecar) {
    return sidecar.tree().mapping("spec").mapping("workloadSelector").mapping("labels");
  }

  /** Returns whether a client's proxy knows a Service. */
  public boolean knows(Party client, Peer.Service peer) {
    List<String> exportTo =
        manifests
            .service(peer.namespace(), peer.name())
            .flatMap(service -> service.resource().annotations().findText(IstioKeys.EXPORT_TO))
            .map(list -> Arrays.stream(list.split(",")).map(String::trim).toList())
            .orElse(List.of());
    return Host.isExported(exportTo, peer.namespace(), client)
        && imports(client, Host.ofService(peer.namespace(), peer.name()), peer.port());
  }

  /** Returns the Sidecar that does not import a Service for a client, where one hides it. */
  public Optional<Resource> hiding(Party client, Peer.Service peer) {
    return imports(client, Host.ofService(peer.namespace(), peer.name()), peer.port())
        ? Optional.empty()
        : Optional.ofNullable(sidecar(client));
  }

  /**
   * Returns whether some client may not know a Service: a Sidecar or the Service itself hides it.
   */
  public boolean hides(Peer.Service peer) {
    return size > 0
        || manifests
            .service(peer.namespace(), peer.name())
            .filter(service -> service.resource().annotations().has(IstioKeys.EXPORT_TO))
            .isPresent();
  }

  /**
   * Returns whether a Service that a client's proxy knows declares a port number HTTP: it then
   * parses whatever is dialled on that number.
   */
  public boolean declaresHttp(Party client, int number) {
    for (Peer.Service service : httpPorts().getOrDefault(number, List.of())) {
      if (knows(client, service)) {
        return true;
      }
    }
    return false;
  }

  private Map<Integer, List<Peer.Service>> httpPorts() {
    Map<Integer, List<Peer.Service>> ports = httpPorts;
    if (ports == null) {
      ports = new HashMap<>();
      for (ServiceView service : manifests.services()) {
        for (ServiceView.Port port : service.ports()) {
          if (PortProtocol.of(port.name(), port.appProtocol(), port.port()).isHttp()) {
            Resource resource = service.resource();
            ports
                .computeIfAbsent(port.port(), p -> new ArrayList<>(1))
                .add(new Peer.Service(resource.namespace(), resource.name(), port.port()));
          }
        }
      }
      httpPorts = ports;
    }
    return ports;
  }

  /** A host outside the cluster, and what its port is declared as. */
  public record Entry(Host host, PortProtocol declared) {}

  /** Returns the ServiceEntry by which a client's proxy knows a host's port. */
  public Optional<Entry> entry(Party client, Peer.Host peer) {
    for (Resource entry : entries.matching(new Host("", peer.name()))) {
      Mapping spec = entry.tree().mapping("spec");
      Host host = new Host(entry.namespace(), peer.name());
      boolean known =
          Host.isExported(spec.sequence("exportTo").texts(), entry.namespace(), client)
              && imports(client, host, peer.port());
      Mapping port = known ? port(spec.sequence("ports"), peer.port()) : null;
      if (port != null) {
        String protocol = port.findText("protocol").orElse("");
        return Optional.of(new Entry(host, PortProtocol.of("", protocol, peer.port())));
      }
    }
    return Optional.empty();
  }

  private static @Nullable Mapping port(Sequence ports, int number) {
    for (int i = 0; i < ports.size(); i++) {
      if (Integer.toString(number).equals(ports.mapping(i).text("number"))) {
        return ports.mapping(i);
      }
    }
    return null;
  }

  /** A Sidecar names the hosts that its proxies know as {@code namespace/host}. */
  private boolean imports(Party client, Host host, int port) {
    Resource sidecar = sidecar(client);
    if (sidecar == null || !sidecar.tree().mapping("spec").has("egress")) {
      return true;
    }
    Sequence egress = sidecar.tree().mapping("spec").sequence("egress");
    for (int i = 0; i < egress.size(); i++) {
      Mapping listener = egress.mapping(i);
      String own = listener.mapping("port").text("number");
      boolean concerns = own == null || own.equals(Integer.toString(port));
      if (concerns
          && listener.sequence("hosts").texts().stream().anyMatch(p -> imports(client, host, p))) {
        return true;
      }
    }
    return false;
  }

  private static boolean imports(Party client, Host host, String pattern) {
    int slash = pattern.indexOf('/');
    String namespace = slash < 0 ? "*" : pattern.substring(0, slash);
    boolean there =
        switch (namespace) {
          case "*" -> true;
          case "." -> host.namespace().equals(client.namespace());
          default -> host.namespace().equals(namespace);
        };
    return there && host.matches(pattern.substring(slash + 1));
  }
}
