package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.capture.IstioCapture;
import dev.portside.istio.mesh.PortDeclaration;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Tri;
import dev.portside.traffic.Wire;
import java.util.List;

/** A Service declares a port HTTP whose bytes the processes encrypt themselves. */
final class EncryptedPortDeclaredHttp extends Rule {

  /** A port of a Service, and pods behind it. */
  private record Place(ServiceView service, ServiceView.Port port, Workload workload, End server) {}

  EncryptedPortDeclaredHttp() {
    super(
        "encrypted-port-declared-http",
        Severity.ERROR,
        Rank.FEATURE,
        "an encrypted port is declared HTTP");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (ServiceView service : scene.manifests().services()) {
      for (ServiceView.Port port : service.ports()) {
        if (PortDeclaration.isHttp(port)) {
          check(scene, service, port, found);
        }
      }
    }
  }

  /** One finding a port: it is declared once, whoever stands behind it. */
  private void check(Scene scene, ServiceView service, ServiceView.Port port, Found found) {
    Finding.Builder mild = null;
    boolean closed = false;
    for (Workload workload : scene.manifests().selectedBy(service)) {
      int podPort = service.isHeadless() ? port.port() : ServiceView.podPort(port, workload);
      End server = scene.traffic().inbound(workload, podPort);
      if (server != null) {
        Place place = new Place(service, port, workload, server);
        List<Flow> flows = flows(scene, place);
        if (isEncrypted(place, flows)) {
          if (server.presence().meshed() == Tri.YES && server.captured() == Tri.YES) {
            found.add(captured(place));
            return;
          }
          List<Flow> passing =
              flows.stream().filter(flow -> flow.client().captured() == Tri.YES).toList();
          if (!closed && !passing.isEmpty() && server.captured() != Tri.UNKNOWN) {
            closed = passing.stream().anyMatch(flow -> closesEgress(scene, flow));
            mild = passing(scene, place, passing, closed);
          }
        }
      }
    }
    if (mild != null) {
      found.add(mild);
    }
  }

  /** The connections through that very port. */
  private static List<Flow> flows(Scene scene, Place place) {
    String namespace = place.service().resource().namespace();
    String name = place.service().resource().name();
    Peer.Service dialled = new Peer.Service(namespace, name, place.port().port());
    boolean ofGroup =
        place.server().use().peer() instanceof Peer.Callers callers
            && dialled.equals(callers.service());
    return scene.traffic().flows(place.server()).stream()
        .filter(
            flow ->
                flow.meeting().peer().equals(dialled)
                    || ofGroup && flow.meeting().peer() instanceof Peer.Group)
        .toList();
  }

  private static boolean isEncrypted(Place place, List<Flow> flows) {
    return place.server().use().protection().isEncrypted()
        || TlsServers.speaks(place.workload(), place.server().wire().podPort())
        || flows.stream().anyMatch(flow -> flow.client().use().protection().isEncrypted());
  }

  private Finding.Builder captured(Place place) {
    return at(place)
        .why(
            "the proxy at %s expects HTTP there: it closes encrypted connections, or answers with"
                    .formatted(place.workload())
                + " its own certificate (STRICT)")
        .addEdits(PortDeclaration.declare(place.service(), place.port(), "tls", true))
        .addCauses(
            Cause.capture(place.workload(), Direction.INBOUND, place.server().wire().podPort()));
  }

  /** Where only clients' proxies see the port, they let such bytes pass as they are. */
  private Finding.Builder passing(Scene scene, Place place, List<Flow> flows, boolean closed) {
    boolean excluded = place.server().presence().meshed() != Tri.NO;
    Finding.Builder finding =
        at(place)
            .severity(closed ? Severity.ERROR : Severity.INFO)
            .why(
                closed
                    ? "the callers' proxies treat it as an unknown destination and close the"
                        + " connection"
                        + " (REGISTRY_ONLY)"
                    : "the callers' proxies pass it through unchanged: neither Istio's mTLS nor a"
                        + " DestinationRule applies to it")
            .addEdits(PortDeclaration.declare(place.service(), place.port(), "tls", !excluded));
    for (Flow flow : flows) {
      PortUse use = flow.client().use();
      Wire wire = flow.client().wire();
      if (closed) {
        finding.addAllCauses(Cause.capture(flow.clients(), Direction.OUTBOUND, wire.port()));
      }
      if (excluded) {
        finding.addAllEdits(scene.traffic().capture(use.party()).bypass(use, wire));
      }
    }
    return finding;
  }

  private static boolean closesEgress(Scene scene, Flow flow) {
    Party client = flow.client().use().party();
    return scene.traffic().capture(client) instanceof IstioCapture capture
        && client
            .workload()
            .map(capture::closesEgress)
            .orElseGet(() -> capture.closesEgress(client.namespace()));
  }

  private Finding.Builder at(Place place) {
    ServiceView.Port port = place.port();
    return at(place.service().resource(), PortDeclaration.field(port))
        .message(
            "port %d of %s is %s, but the processes encrypt it themselves"
                .formatted(port.port(), place.service(), PortDeclaration.words(port)))
        .help("declare it: appProtocol tls, or a name that begins with tls-")
        .cause("declared", port.port());
  }
}
