package dev.portside.istio.gateway;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceView;
import dev.portside.traffic.Need;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Protection;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What VirtualServices of Gateways claim: the gateway dials the Services that they route to. One
 * that names no Gateway steers calls between pods, and claims nothing. Source: istio/api
 * networking/v1alpha3/virtual_service.proto and istio/istio pilot/pkg/config/kube/crd @1.31.
 */
public final class GatewayClaims {

  private static final String GROUP = "networking.istio.io";
  private static final String KIND = "VirtualService";

  /** The word that stands for the sidecars, among names of Gateways. */
  private static final String SIDECARS = "mesh";

  private static final String SERVICES = ".svc.cluster.local";
  private static final Pointer SPEC = Pointer.of("spec");

  /** How the bytes of a kind of route reach the pods, as the gateway sends them. */
  private record Routes(String key, Protection protection) {}

  /**
   * A gateway of TLS routes looks at names only: what is inside is the client's and the server's.
   */
  private static final List<Routes> KINDS =
      List.of(
          new Routes("http", Protection.plaintext()),
          new Routes("tcp", Protection.unknown()),
          new Routes("tls", Protection.by("tls")));

  private final Manifests manifests;
  private final Consumer<PortUse> claims;
  private final Party gateway;
  private final Set<Resource> delegates = new HashSet<>();

  private GatewayClaims(Manifests manifests, Consumer<PortUse> claims, Party gateway) {
    this.manifests = manifests;
    this.claims = claims;
    this.gateway = gateway;
  }

  public static void claims(Manifests manifests, Consumer<PortUse> claims) {
    for (Resource service : manifests.ofKind(GROUP, KIND)) {
      for (String name : service.tree().mapping("spec").sequence("gateways").texts()) {
        if (!name.equals(SIDECARS)) {
          new GatewayClaims(manifests, claims, gateway(service, name)).routes(service);
        }
      }
    }
  }

  /** A name without a namespace is of the VirtualService's own. */
  private static Party gateway(Resource service, String name) {
    int slash = name.indexOf('/');
    return new Party.Outside(
        Party.Kind.GATEWAY,
        slash < 0 ? service.namespace() : name.substring(0, slash),
        name.substring(slash + 1));
  }

  private void routes(Resource service) {
    for (Routes kind : KINDS) {
      Sequence routes = service.tree().mapping("spec").sequence(kind.key());
      for (int i = 0; i < routes.size(); i++) {
        Pointer field = SPEC.child(kind.key()).child(i);
        Mapping route = routes.mapping(i);
        delegate(service, route.mapping("delegate"));
        Sequence destinations = route.sequence("route");
        for (int j = 0; j < destinations.size(); j++) {
          destination(
              service,
              field.child("route").child(j).child("destination"),
              destinations.mapping(j).mapping("destination"),
              kind.protection());
        }
      }
    }
  }

  /**
   * A part of the routes may be left to another VirtualService, which names neither host nor
   * Gateway.
   */
  private void delegate(Resource service, Mapping delegate) {
    String name = delegate.text("name");
    if (name != null) {
      String namespace = delegate.findText("namespace").orElse(service.namespace());
      for (Resource other : manifests.named(GROUP, KIND, namespace, name)) {
        if (delegates.add(other)) {
          routes(other);
        }
      }
    }
  }

  private void destination(
      Resource service, Pointer field, Mapping destination, Protection protection) {
    Optional<Peer.Service> peer =
        destination.findText("host").flatMap(host -> peer(service, host, destination));
    if (peer.isPresent()) {
      claims.accept(
          PortUse.builder()
              .party(gateway)
              .process("gateway")
              .peer(peer.get())
              .protection(protection)
              .need(Need.CAPTURE)
              .role("virtual-service")
              .group("ingress")
              .claimant("istio")
              .purpose("requests from outside by " + service)
              .fact("istio/api networking/v1alpha3/virtual_service.proto @1.31")
              .written(service.source(field))
              .build());
    }
  }

  /** A short name is completed with the VirtualService's namespace, any other one is a full one. */
  private Optional<Peer.Service> peer(Resource service, String host, Mapping destination) {
    boolean isShort = host.indexOf('.') < 0;
    if (!isShort && !host.endsWith(SERVICES)) {
      return Optional.empty();
    }
    Peer named = isShort ? new Peer.Service(service.namespace(), host, 0) : Peer.full(host, 0);
    if (!(named instanceof Peer.Service dialled)) {
      return Optional.empty();
    }
    String written = destination.mapping("port").text("number");
    int port = written == null ? onlyPort(dialled) : ServiceView.number(written);
    return port == 0
        ? Optional.empty()
        : Optional.of(new Peer.Service(dialled.namespace(), dialled.name(), port));
  }

  /** Only where a Service has one port may the port be left out. */
  private int onlyPort(Peer.Service dialled) {
    List<ServiceView.Port> ports =
        manifests
            .service(dialled.namespace(), dialled.name())
            .map(ServiceView::ports)
            .orElse(List.of());
    return ports.size() == 1 ? ports.get(0).port() : 0;
  }
}
