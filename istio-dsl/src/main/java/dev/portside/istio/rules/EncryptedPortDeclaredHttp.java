package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.capture.IstioCapture;
import dev.portside.istio.mesh.PortDeclaration;
import dev.portside.manifest.Edit;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Service declares a port HTTP whose bytes the processes encrypt themselves. */
final class EncryptedPortDeclaredHttp implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "encrypted-port-declared-http",
          Severity.ERROR,
          Rank.FEATURE,
          "a port whose bytes are encrypted is declared HTTP");

  /** A port of a Service, and pods behind it. */
  private record Place(ServiceView service, ServiceView.Port port, Workload workload, End server) {}

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (ServiceView service : scene.manifests().services()) {
      for (ServiceView.Port port : service.ports()) {
        if (PortDeclaration.isHttp(port)) {
          check(scene, service, port).ifPresent(findings::add);
        }
      }
    }
    return findings.stream();
  }

  /** One finding a port: it is declared once, whoever stands behind it. */
  private static Optional<Finding> check(Scene scene, ServiceView service, ServiceView.Port port) {
    Finding mild = null;
    for (Workload workload : scene.manifests().selectedBy(service)) {
      int podPort = service.isHeadless() ? port.port() : ServiceView.podPort(port, workload);
      End server = scene.traffic().inbound(workload, podPort);
      if (server != null) {
        Place place = new Place(service, port, workload, server);
        List<Flow> flows = flows(scene, place);
        if (isEncrypted(place, flows)) {
          if (server.presence().meshed() == Tri.YES && server.captured() == Tri.YES) {
            return Optional.of(captured(place));
          }
          Finding passing = passing(scene, place, flows).orElse(null);
          boolean worse = mild == null || mild.severity() == Severity.INFO;
          mild = passing != null && worse ? passing : mild;
        }
      }
    }
    return Optional.ofNullable(mild);
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

  private static Finding captured(Place place) {
    return at(place)
        .why(
            "the proxy at %s expects HTTP there: it closes what is encrypted, or under STRICT answers with"
                    .formatted(place.workload())
                + " its own certificate")
        .addEdits(declaration(place, true))
        .addCauses(
            Cause.capture(place.workload(), Direction.INBOUND, place.server().wire().podPort()))
        .build();
  }

  /** Where only clients' proxies see the port, they let such bytes pass as they are. */
  private static Optional<Finding> passing(Scene scene, Place place, List<Flow> flows) {
    List<Flow> captured =
        flows.stream().filter(flow -> flow.client().captured() == Tri.YES).toList();
    if (captured.isEmpty() || place.server().captured() == Tri.UNKNOWN) {
      return Optional.empty();
    }
    boolean closed = captured.stream().anyMatch(flow -> closesEgress(scene, flow));
    boolean excluded = place.server().presence().meshed() != Tri.NO;
    Finding.Builder finding =
        at(place)
            .severity(closed ? Severity.ERROR : Severity.INFO)
            .why(
                closed
                    ? "the callers' proxies take it for a destination that they do not know, and close it"
                        + " (REGISTRY_ONLY)"
                    : "the callers' proxies let it pass as it is: no mTLS of Istio's, and no DestinationRule,"
                        + " applies to it")
            .addEdits(declaration(place, !excluded));
    for (Flow flow : captured) {
      for (Party client : flow.clients()) {
        client
            .workload()
            .ifPresent(
                workload -> {
                  if (closed) {
                    int port = flow.client().wire().port();
                    finding.addCauses(Cause.capture(workload, Direction.OUTBOUND, port));
                  }
                });
      }
      if (excluded) {
        finding.addAllEdits(
            scene
                .traffic()
                .capture(flow.client().use().party())
                .bypass(flow.client().use(), flow.client().wire()));
      }
    }
    return Optional.of(finding.build());
  }

  private static boolean closesEgress(Scene scene, Flow flow) {
    Party client = flow.client().use().party();
    return scene.traffic().capture(client) instanceof IstioCapture capture
        && client
            .workload()
            .map(capture::closesEgress)
            .orElseGet(() -> capture.closesEgress(client.namespace()));
  }

  private static Finding.Builder at(Place place) {
    ServiceView.Port port = place.port();
    Pointer field = port.field().child(port.appProtocol().isEmpty() ? "name" : "appProtocol");
    return Finding.of(INFO, place.service().resource(), field)
        .message(
            "port %d of %s is %s, and its bytes are encrypted by the processes"
                .formatted(port.port(), place.service(), PortDeclaration.words(port)))
        .help("declare it: appProtocol tls, or a name that begins with tls-")
        .addCauses(new Cause(place.service().resource().target(), "declared", port.port()));
  }

  private static Edit declaration(Place place, boolean safe) {
    return new Edit.SetField(
        place.service().resource().target(),
        place.port().field().child("appProtocol"),
        Scalar.of("tls"),
        safe);
  }
}
