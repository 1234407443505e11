package dev.portside.istio.capture;

import dev.portside.istio.gateway.GatewayClasses;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Manifests;
import dev.portside.traffic.Party;
import dev.portside.traffic.Presence;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Mapping;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which of those that are no workloads of the set are in the mesh, and why. */
final class Outsiders {

  private static final Presence GATEWAY = Presence.known(true, "a gateway is a proxy of the mesh");
  private static final Presence SCRAPER = unknown("the scraper may or may not have a sidecar");
  private static final Presence NO_POD = Presence.known(false, "it is not a pod of the mesh");

  private final Manifests manifests;
  private final IstioMesh mesh;
  private final Map<Party.Outside, Presence> presences = new ConcurrentHashMap<>();

  Outsiders(Manifests manifests, IstioMesh mesh) {
    this.manifests = manifests;
    this.mesh = mesh;
  }

  Presence presence(Party.Outside outside) {
    Presence presence = presences.get(outside);
    return presence == null ? presences.computeIfAbsent(outside, this::judged) : presence;
  }

  private Presence judged(Party.Outside outside) {
    return switch (outside.kind()) {
      case GATEWAY ->
          GatewayClasses.isIstios(manifests, outside)
              ? GATEWAY
              : unknown("gateway %s may or may not have a sidecar".formatted(outside.name()));
      case KUBELET, EXTERNAL -> NO_POD;
      case SCRAPER -> SCRAPER;
      case CONTROL_PLANE, SERVICE -> ofNamespace(outside.namespace());
    };
  }

  /** Behind a Service that the set does not show may stand any pod of its namespace. */
  private Presence ofNamespace(String name) {
    Optional<Mapping> labels = manifests.namespaceLabels(name);
    if (labels.isEmpty()) {
      return unknown("the set does not contain namespace " + name);
    }
    Mapping known = labels.get();
    boolean blocked =
        known.has(IstioKeys.INJECTION)
            ? !"enabled".equals(known.text(IstioKeys.INJECTION))
            : !known.has(IstioKeys.REVISION) && !mesh.injectsByDefault();
    return blocked
        ? Presence.known(false, "namespace " + name + " is not injected")
        : unknown("namespace " + name + " is injected");
  }

  private static Presence unknown(String reason) {
    return new Presence(Tri.UNKNOWN, reason, false);
  }
}
