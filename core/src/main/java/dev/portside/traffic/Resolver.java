package dev.portside.traffic;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.platform.Dataplane;
import dev.portside.traffic.Wire.Reach;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one place where a peer's name becomes port numbers: at the dialling pod, and at the other
 * end.
 */
final class Resolver {

  private record Name(String namespace, String name) {}

  private final Manifests manifests;
  private final boolean translatedAtSocket;
  private final Map<Name, KnownService> known = new HashMap<>();

  /** Many dial the same Services, so that each is looked up once. */
  private final Map<Peer.Service, Wire> toServices = new ConcurrentHashMap<>();

  Resolver(Manifests manifests, List<? extends TrafficSource> sources) {
    this.manifests = manifests;
    this.translatedAtSocket = manifests.platform().dataplane() == Dataplane.SOCKET_LEVEL;
    for (TrafficSource source : sources) {
      for (KnownService service : source.services(manifests.platform())) {
        known.put(new Name(service.namespace(), service.name()), service);
      }
    }
  }

  Wire wire(PortUse use) {
    Peer peer = use.peer();
    if (peer instanceof Peer.Service service) {
      Wire wire = toServices.get(service);
      return wire == null ? toServices.computeIfAbsent(service, this::service) : wire;
    }
    if (peer instanceof Peer.Group group) {
      return plain(group.port(), group.named() ? Reach.HEADLESS : Reach.POD_IP);
    }
    if (peer instanceof Peer.Host host) {
      return new Wire(host.port(), host.port(), Reach.EXTERNAL, "", "");
    }
    return plain(peer.port(), peer instanceof Peer.Loopback ? Reach.LOOPBACK : Reach.POD_IP);
  }

  private static Wire plain(int port, Reach reach) {
    return new Wire(port, port, reach, "", "");
  }

  private Wire service(Peer.Service peer) {
    Optional<ServiceView> seen = manifests.service(peer.namespace(), peer.name());
    if (seen.isPresent()) {
      return seen(peer, seen.get());
    }
    KnownService service = known.get(new Name(peer.namespace(), peer.name()));
    if (service == null) {
      return new Wire(translatedAtSocket ? 0 : peer.port(), 0, Reach.UNSEEN_SERVICE, "", "");
    }
    Optional<KnownService.Port> port = service.port(peer.port());
    int target = port.map(KnownService.Port::targetPort).orElse(0);
    String name = port.map(KnownService.Port::name).orElse("");
    return addressed(peer.port(), target, service.headless(), name, "");
  }

  private Wire seen(Peer.Service peer, ServiceView service) {
    Optional<ServiceView.Port> port = service.port(peer.port());
    List<Workload> behind = manifests.selectedBy(service);
    int target = 0;
    if (port.isPresent()) {
      target =
          behind.isEmpty()
              ? ServiceView.targetNumber(port.get())
              : ServiceView.podPort(port.get(), behind.get(0));
    }
    return addressed(
        peer.port(),
        target,
        service.isHeadless(),
        port.map(ServiceView.Port::name).orElse(""),
        port.map(ServiceView.Port::appProtocol).orElse(""));
  }

  /** A headless Service translates no port: what is dialled is what the pod is asked for. */
  private Wire addressed(
      int port, int target, boolean headless, String portName, String appProtocol) {
    if (headless) {
      return new Wire(port, port, Reach.HEADLESS, portName, appProtocol);
    }
    int seen = translatedAtSocket ? target : port;
    return new Wire(seen, target, Reach.CLUSTER_IP, portName, appProtocol);
  }

  /** Returns who answers at a Service that has no workload in the set. */
  Party.Outside outside(Peer.Service peer) {
    KnownService service = known.get(new Name(peer.namespace(), peer.name()));
    Party.Kind kind = service == null ? Party.Kind.SERVICE : service.kind();
    return new Party.Outside(kind, peer.namespace(), peer.name());
  }
}
