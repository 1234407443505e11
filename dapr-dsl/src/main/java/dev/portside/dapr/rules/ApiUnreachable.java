package dev.portside.dapr.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.dapr.injection.SidecarService;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Source;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Peer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody outside a pod is led to daprd's API, which listens for its own pod only. The Service
 * {@code <app-id>-dapr} that the operator makes counts as one of the set.
 */
final class ApiUnreachable extends Rule {

  private static final String MADE = "-dapr";
  private static final String HTTP = "dapr-http";
  private static final Set<String> API = Set.of(HTTP, "dapr-grpc");
  private static final String ADDRESSES = "dapr.io/sidecar-listen-addresses";

  ApiUnreachable() {
    super(
        "dapr-api-unreachable",
        Severity.ERROR,
        Rank.FEATURE,
        "a route or URL leads to daprd's API, which listens on localhost only");
  }

  @Override
  public void check(Scene scene, Found found) {
    DaprAnnotations known = Keys.known(scene);
    Set<Source> told = new HashSet<>();
    for (End end : scene.traffic().ends()) {
      Source written = end.use().written().orElse(null);
      if (end.use().peer() instanceof Peer.Service peer && written != null && told.add(written)) {
        api(scene, known, peer).ifPresent(api -> report(scene, written, peer, api, found));
      }
    }
  }

  /** The end of daprd's API that a Service's port leads to, where it is for the pod alone. */
  private static Optional<End> api(Scene scene, DaprAnnotations known, Peer.Service peer) {
    Manifests set = scene.manifests();
    ServiceView service = set.service(peer.namespace(), peer.name()).orElse(null);
    if (service != null) {
      ServiceView.Port port = service.port(peer.port()).orElse(null);
      return port == null
          ? Optional.empty()
          : set.selectedBy(service).stream()
              .flatMap(pods -> api(scene, pods, ServiceView.podPort(port, pods)).stream())
              .findFirst();
    }
    return peer.name().endsWith(MADE)
        ? set.workloads(peer.namespace()).stream()
            .filter(known::hasSidecar)
            .filter(pods -> peer.name().equals(known.value(pods, "app-id") + MADE))
            .flatMap(pods -> made(scene, pods, peer.port()).stream())
            .findFirst()
        : Optional.empty();
  }

  private static Optional<End> api(Scene scene, Workload pods, int podPort) {
    return scene.traffic().ends(pods).stream()
        .filter(end -> isOwn(scene, end) && end.wire().podPort() == podPort)
        .findFirst();
  }

  private static Optional<End> made(Scene scene, Workload pods, int port) {
    return scene.traffic().ends(pods).stream()
        .filter(end -> isOwn(scene, end) && port == served(end))
        .findFirst();
  }

  /** The port of the operator's Service that leads to an API. */
  private static int served(End end) {
    return end.use().role().equals(HTTP) ? SidecarService.HTTP : end.wire().podPort();
  }

  /** Where daprd listens on all addresses, it listens for its own pod too. */
  private static boolean isOwn(Scene scene, End end) {
    return end.use().direction() == Direction.LOOPBACK
        && API.contains(end.use().role())
        && end.use().party().workload().stream()
            .flatMap(pods -> scene.traffic().ends(pods).stream())
            .noneMatch(
                other ->
                    other.use().direction() == Direction.INBOUND
                        && other.use().role().equals(end.use().role()));
  }

  private void report(Scene scene, Source written, Peer.Service peer, End api, Found found) {
    for (Resource resource : scene.manifests().resources()) {
      if (resource.source().isSameDocument(written)) {
        found.add(finding(resource, written, peer, api));
        return;
      }
    }
  }

  private Finding.Builder finding(Resource from, Source written, Peer.Service peer, End api) {
    int port = api.wire().podPort();
    return at(from, from.field(written))
        .message(
            "%s leads to port %d of daprd in %s, its own API"
                .formatted(peer, port, api.use().party()))
        .why(
            "daprd's API listens on localhost only (%s is not set): from outside the pod the"
                    .formatted(ADDRESSES)
                + " connection is refused, and a gateway answers 502 or 503")
        .help(
            "lead it to a Service of the app itself; or have a daprd beside the gateway, which"
                + " invokes the app by its id")
        .addCauses(Cause.field(from, from.field(written)));
  }
}
