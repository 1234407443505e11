package dev.portside.check;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Source;
import dev.portside.traffic.End;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A route names a Service that is not in its namespace, and one of that name is in another. */
final class IngressServiceMissing extends Rule {

  private static final String ROUTE = "route";

  IngressServiceMissing() {
    super(
        "ingress-service-missing",
        Severity.ERROR,
        Rank.SETTING,
        "a route names a Service that is in another namespace only");
  }

  @Override
  public void check(Scene scene, Found found) {
    Manifests set = scene.manifests();
    Map<String, List<ServiceView>> byName =
        set.services().stream().collect(Collectors.groupingBy(one -> one.resource().name()));
    Set<Source> told = new HashSet<>();
    for (End end : scene.traffic().ends()) {
      Source written = end.use().written().orElse(null);
      if (end.use().party().is(Party.Kind.GATEWAY)
          && end.use().role().equals(ROUTE)
          && end.use().peer() instanceof Peer.Service peer
          && written != null
          && set.service(peer.namespace(), peer.name()).isEmpty()
          && byName.containsKey(peer.name())
          && told.add(written)) {
        report(scene, written, peer, byName.get(peer.name()), found);
      }
    }
  }

  private void report(
      Scene scene, Source written, Peer.Service peer, List<ServiceView> others, Found found) {
    String other = others.get(0).resource().namespace();
    for (Resource route : scene.manifests().resources()) {
      if (route.source().isSameDocument(written)) {
        found.add(
            at(route, route.field(written))
                .severity(scene.platform().isClosedWorld() ? Severity.ERROR : Severity.WARNING)
                .message(
                    "namespace %s has no Service %s; there is one in namespace %s"
                        .formatted(peer.namespace(), peer.name(), other))
                .why("a route leads to Services of its own namespace: the gateway answers 503")
                .help(
                    "move the route to namespace %s, or the Service to the route's"
                        .formatted(other))
                .addCauses(Cause.field(route, route.field(written))));
        return;
      }
    }
  }
}
