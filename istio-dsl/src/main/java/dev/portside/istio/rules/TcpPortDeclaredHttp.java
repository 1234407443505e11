package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.mesh.PortDeclaration;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Flow;
import dev.portside.traffic.KnownProtocol;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Protection;
import dev.portside.traffic.Protocol;
import dev.portside.traffic.Tri;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A Service declares a port HTTP on which its pods speak something else, the client first. */
final class TcpPortDeclaredHttp extends Rule {

  TcpPortDeclaredHttp() {
    super(
        "tcp-port-declared-http",
        Severity.ERROR,
        Rank.SETTING,
        "a Service declares a port HTTP on which another protocol is spoken");
  }

  @Override
  public void check(Scene scene, Found found) {
    Set<Cause> told = new HashSet<>();
    for (Flow flow : scene.traffic().flows()) {
      if (flow.meeting().peer() instanceof Peer.Service peer && isOther(flow)) {
        dialled(scene, flow, peer)
            .filter(f -> told.add(f.cause()))
            .ifPresent(f -> found.add(f.finding()));
      }
    }
    for (ServiceView service : scene.manifests().services()) {
      for (ServiceView.Port port : service.ports()) {
        if (PortDeclaration.isHttp(port) && told.add(cause(service, port))) {
          served(scene, service, port).ifPresent(found::add);
        }
      }
    }
  }

  /** A finding, and what it is about. */
  private record Told(Cause cause, Finding.Builder finding) {}

  /** What is encrypted by the processes is another rule's. */
  private static boolean isOther(Flow flow) {
    Protocol own = flow.client().use().protocol();
    Protocol spoken = own == Protocol.UNKNOWN ? flow.server().use().protocol() : own;
    boolean meets = flow.client().captured() == Tri.YES || flow.server().captured() == Tri.YES;
    return meets
        && spoken == Protocol.CLIENT_FIRST
        && flow.client().use().protection().kind() != Protection.Kind.ENCRYPTED;
  }

  private Optional<Told> dialled(Scene scene, Flow flow, Peer.Service peer) {
    ServiceView service = scene.manifests().service(peer.namespace(), peer.name()).orElse(null);
    ServiceView.Port port = service == null ? null : service.port(peer.port()).orElse(null);
    if (service == null || port == null || !PortDeclaration.isHttp(port)) {
      return Optional.empty();
    }
    String protocol =
        flow.server()
            .use()
            .party()
            .workload()
            .flatMap(pods -> KnownProtocol.of(pods, flow.server().wire().podPort()))
            .or(() -> KnownProtocol.of(peer.port()))
            .map(KnownProtocol::name)
            .orElse("a protocol of its own");
    Finding.Builder finding =
        finding(service, port)
            .message(
                "%s speaks %s, not HTTP, through port %d of %s, %s"
                    .formatted(
                        flow.client().use().party(),
                        protocol,
                        port.port(),
                        service,
                        PortDeclaration.words(port)))
            .addAllCauses(Cause.capture(flow));
    return Optional.of(new Told(cause(service, port), finding));
  }

  /** Nobody of the set is known to dial it, and whoever does in the mesh fails. */
  private Optional<Finding.Builder> served(
      Scene scene, ServiceView service, ServiceView.Port port) {
    for (Workload workload : scene.manifests().selectedBy(service)) {
      int podPort = service.isHeadless() ? port.port() : ServiceView.podPort(port, workload);
      Optional<String> protocol =
          KnownProtocol.of(workload, podPort)
              .filter(known -> known.first() == Protocol.CLIENT_FIRST)
              .map(KnownProtocol::name);
      Tri meshed = scene.traffic().capture(workload).on(new Party.Pods(workload)).meshed();
      if (protocol.isPresent() && meshed == Tri.YES) {
        return Optional.of(
            finding(service, port)
                .severity(Severity.WARNING)
                .message(
                    "port %d of %s, %s, looks like %s, which is not HTTP"
                        .formatted(
                            port.port(), service, PortDeclaration.words(port), protocol.get())));
      }
    }
    return Optional.empty();
  }

  private Finding.Builder finding(ServiceView service, ServiceView.Port port) {
    return at(service.resource(), PortDeclaration.field(port))
        .why(
            "Istio's proxies take the bytes for HTTP: the one at the client does not encrypt them,"
                + " and the one at the server answers 400 and closes the connection")
        .help("declare it: appProtocol tcp, or a name that begins with tcp-")
        .addEdits(PortDeclaration.declare(service, port, "tcp", true))
        .addCauses(cause(service, port));
  }

  private static Cause cause(ServiceView service, ServiceView.Port port) {
    return new Cause(service.resource().target(), "declared", port.port());
  }
}
