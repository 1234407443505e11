package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.ServedPorts;
import dev.portside.check.Severity;
import dev.portside.istio.mesh.PortDeclaration;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Protocol;
import dev.portside.traffic.ServerFirst;
import dev.portside.traffic.Tri;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A server speaks first, and a proxy on the way waits for the client to do so. */
final class ServerFirstHangs extends Rule {

  ServerFirstHangs() {
    super(
        "server-first-hangs",
        Severity.ERROR,
        Rank.SETTING,
        "a server speaks first, and a proxy waits for the client's first bytes");
  }

  @Override
  public void check(Scene scene, Found found) {
    Set<Cause> declared = new HashSet<>();
    for (Flow flow : scene.traffic().flows()) {
      // A gateway listens as its own Gateway declares, whatever the Services behind it say.
      boolean gateway = flow.client().use().party().is(Party.Kind.GATEWAY);
      boolean first = ServerFirst.isSpoken(flow.client(), flow.server());
      if (first && !gateway && hangs(scene, flow)) {
        judge(scene, flow, declared, found);
      }
    }
    for (ServiceView service : scene.manifests().services()) {
      for (ServiceView.Port port : service.ports()) {
        if (!PortDeclaration.isTcp(port)
            && !declared.contains(cause(service.resource(), port.port()))) {
          unmet(scene, service, port, found);
        }
      }
    }
  }

  /**
   * Whether the connection fails because the server speaks first, and for nothing but what the same
   * declaration mends: raw bytes on a port declared HTTP fail whoever speaks first.
   */
  private static boolean hangs(Scene scene, Flow flow) {
    return isBroken(scene, flow, Protocol.SERVER_FIRST)
        && (!isBroken(scene, flow, Protocol.CLIENT_FIRST) || isDeclaredOtherwise(scene, flow));
  }

  private static boolean isDeclaredOtherwise(Scene scene, Flow flow) {
    return flow.client().captured() == Tri.YES
        && service(scene, flow)
            .flatMap(view -> view.port(flow.meeting().peer().port()))
            .filter(port -> !PortDeclaration.isTcp(port))
            .isPresent();
  }

  private static Optional<ServiceView> service(Scene scene, Flow flow) {
    return flow.meeting().peer() instanceof Peer.Service peer
        ? scene.manifests().service(peer.namespace(), peer.name())
        : Optional.empty();
  }

  private static boolean isBroken(Scene scene, Flow flow, Protocol protocol) {
    // The greeting is plaintext, even where both go on to encrypt what follows it.
    return scene
        .traffic()
        .outcome(flow.client().ifSpoken(protocol), flow.server().ifSpoken(protocol), flow.meeting())
        .isBroken();
  }

  private void judge(Scene scene, Flow flow, Set<Cause> declared, Found found) {
    boolean atClient = flow.client().captured() == Tri.YES;
    Optional<ServiceView> service = service(scene, flow);
    Optional<ServiceView.Port> port =
        service.flatMap(view -> view.port(flow.meeting().peer().port()));
    if (atClient && port.isPresent() && !PortDeclaration.isTcp(port.get())) {
      declared.add(cause(service.get().resource(), port.get().port()));
      found.add(declared(flow, service.get(), port.get()));
    } else if (atClient) {
      flow.client()
          .use()
          .party()
          .workload()
          .ifPresent(client -> found.add(dialled(scene, flow, client)));
    } else {
      flow.server()
          .use()
          .party()
          .workload()
          .ifPresent(server -> found.add(answered(scene, flow, server)));
    }
  }

  private Finding.Builder declared(Flow flow, ServiceView service, ServiceView.Port port) {
    return at(service.resource(), PortDeclaration.field(port))
        .message(
            "%s, whose server speaks first, is dialled by %s through port %d of %s, %s"
                .formatted(
                    protocol(flow),
                    flow.client().use().party(),
                    port.port(),
                    service,
                    PortDeclaration.words(port)))
        .why(
            "Istio's proxy at the client treats such a port as HTTP, or detects the protocol: it"
                + " waits for the client's first bytes and the client for the greeting, and"
                + " neither ever comes")
        .help("declare it: appProtocol tcp, or a name that begins with tcp-")
        .addEdits(PortDeclaration.declare(service, port, "tcp", true))
        .addCauses(cause(service.resource(), port.port()))
        .addAllCauses(Cause.capture(flow));
  }

  private Finding.Builder dialled(Scene scene, Flow flow, Workload workload) {
    int number = flow.client().wire().port();
    boolean shared = new ServedPorts(scene).isServedBeside(workload, number);
    List<Edit> edits = shared ? List.of() : bypass(scene, flow.client());
    return at(workload.resource(), edits)
        .message(
            "%s, whose server speaks first, is dialled by %s at %s, and Istio captures the port"
                .formatted(protocol(flow), workload, flow.meeting().peer()))
        .why(
            "a Service of the mesh declares port %d HTTP, so Istio's proxy treats it as HTTP"
                    .formatted(number)
                + " at every address: it waits for the client's first bytes, which never come")
        .help(
            shared
                ? "exclude the server by its address (excludeOutboundIPRanges): the port is"
                    + " also that of a Service in the mesh"
                : "exclude outbound port " + number)
        .addAllCauses(Cause.capture(flow));
  }

  private Finding.Builder answered(Scene scene, Flow flow, Workload workload) {
    List<Edit> edits = bypass(scene, flow.server());
    return at(workload.resource(), edits)
        .message(
            "%s on port %d of %s speaks first, and %s dials it in plaintext through Istio's"
                    .formatted(
                        protocol(flow),
                        flow.server().wire().podPort(),
                        workload,
                        flow.client().use().party())
                + " proxy")
        .why(
            "the proxy waits for the first bytes to tell mTLS from plaintext, and the client for"
                + " the greeting: the connection hangs, under STRICT as well")
        .help(
            "exclude inbound port %d, and outbound at every caller in the mesh; or let the"
                    .formatted(flow.server().wire().podPort())
                + " caller go through Istio too")
        .addAllCauses(Cause.capture(flow));
  }

  /**
   * A Service that nobody of the set is known to dial, but whose every caller in the mesh hangs.
   */
  private void unmet(Scene scene, ServiceView service, ServiceView.Port port, Found found) {
    for (Workload workload : scene.manifests().selectedBy(service)) {
      int podPort = service.isHeadless() ? port.port() : ServiceView.podPort(port, workload);
      Optional<String> protocol = ServerFirst.protocol(podPort);
      Tri meshed = scene.traffic().capture(workload).on(new Party.Pods(workload)).meshed();
      if (protocol.isPresent() && meshed == Tri.YES) {
        found.add(
            at(service.resource(), PortDeclaration.field(port))
                .severity(Severity.WARNING)
                .message(
                    "port %d of %s, %s, looks like %s, whose server speaks first"
                        .formatted(
                            port.port(), service, PortDeclaration.words(port), protocol.get()))
                .why(
                    "callers in the mesh hang: Istio's proxy treats such a port as HTTP, or"
                        + " detects the protocol, and waits for the client's first bytes")
                .help("declare it: appProtocol tcp, or a name that begins with tcp-")
                .addEdits(PortDeclaration.declare(service, port, "tcp", true))
                .addCauses(cause(service.resource(), port.port())));
        return;
      }
    }
  }

  private static Cause cause(Resource service, int port) {
    return new Cause(service.target(), "declared", port);
  }

  private static String protocol(Flow flow) {
    return ServerFirst.protocol(flow.server().wire().podPort())
        .or(() -> ServerFirst.protocol(flow.client().wire().port()))
        .orElse("a protocol");
  }

  private static List<Edit> bypass(Scene scene, End end) {
    return scene.traffic().capture(end.use().party()).bypass(end.use(), end.wire());
  }
}
