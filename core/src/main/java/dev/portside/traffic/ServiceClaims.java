package dev.portside.traffic;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import java.util.function.Consumer;

/**
 * What Services themselves claim: the pod port behind each of their ports is the app's to serve.
 */
final class ServiceClaims {

  static final String ROLE = "service-port";

  private ServiceClaims() {}

  static void claims(Manifests manifests, Consumer<PortUse> claims) {
    for (ServiceView service : manifests.services()) {
      for (Workload workload : manifests.selectedBy(service)) {
        for (ServiceView.Port port : service.ports()) {
          int podPort = service.isHeadless() ? port.port() : ServiceView.podPort(port, workload);
          if (podPort > 0) {
            claims.accept(claim(service, port, workload, podPort));
          }
        }
      }
    }
  }

  /** That a server speaks first, a number alone does not prove. */
  private static Protocol protocol(Workload workload, int podPort) {
    return KnownProtocol.of(workload, podPort)
        .map(KnownProtocol::first)
        .filter(first -> first == Protocol.CLIENT_FIRST)
        .orElse(Protocol.UNKNOWN);
  }

  private static PortUse claim(
      ServiceView service, ServiceView.Port port, Workload workload, int podPort) {
    String name = service.resource().name();
    return PortUse.builder()
        .party(new Party.Pods(workload))
        .process("app")
        .peer(new Peer.Callers("clients of Service " + name, podPort))
        .protection(Protection.unknown())
        .protocol(protocol(workload, podPort))
        .need(Need.CAPTURE)
        .role(ROLE)
        .group("service")
        .claimant(PortUse.KUBERNETES)
        .purpose("port " + port.port() + " of Service " + name)
        .fact("Kubernetes API, Service spec.ports")
        .written(service.resource().source(port.field()))
        .build();
  }
}
