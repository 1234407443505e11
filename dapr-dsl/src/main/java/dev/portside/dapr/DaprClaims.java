package dev.portside.dapr;

import dev.portside.dapr.component.ComponentEndpoint;
import dev.portside.dapr.injection.DaprRelease;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Version;
import dev.portside.traffic.Need;
import dev.portside.traffic.Party;
import dev.portside.traffic.Phase;
import dev.portside.traffic.PortUse;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the Dapr sidecars of a set dial and listen on. */
final class DaprClaims {

  /** From this many workloads on their claims are worked out on all cores. */
  private static final int LARGE = 200;

  private static final String SIDECAR = "daprd";
  private static final String FACT = "dapr/dapr v%s, pkg/injector and charts/dapr";

  private final Manifests manifests;
  private final DaprAnnotations annotations;
  private final SidecarClaims sidecars;

  /** The components that all apps of a namespace see. */
  private final Map<String, List<Backend>> unscoped = new HashMap<>();

  private final Map<App, List<Backend>> scoped = new HashMap<>();

  /** What dials a component's backend, and the component's place in the set. */
  private record Backend(int place, PortUse claim) {}

  private record App(String namespace, String appId) {}

  DaprClaims(Manifests manifests) {
    this.manifests = manifests;
    Version version = manifests.platform().get(DaprRuntime.SECTION).version();
    this.annotations = DaprAnnotations.at(version);
    this.sidecars = new SidecarClaims(manifests, annotations, fact(annotations.release()));
    List<Resource> resources = manifests.resources();
    for (int place = 0; place < resources.size(); place++) {
      if (resources.get(place).is("dapr.io", "Component")) {
        backends(place, resources.get(place));
      }
    }
  }

  /** A component without scopes is seen by every app of its namespace. */
  private void backends(int place, Resource component) {
    String namespace = component.namespace();
    Sequence scopes = component.tree().sequence("scopes");
    Set<String> appIds = new LinkedHashSet<>(scopes.texts());
    for (ComponentEndpoint endpoint : ComponentEndpoint.of(component)) {
      Backend backend = new Backend(place, claim(component, endpoint));
      if (scopes.isEmpty()) {
        unscoped.computeIfAbsent(namespace, n -> new ArrayList<>()).add(backend);
      }
      for (String appId : appIds) {
        scoped.computeIfAbsent(new App(namespace, appId), a -> new ArrayList<>(2)).add(backend);
      }
    }
  }

  /** Returns whether a workload's pods have a sidecar, from Dapr's injector or of their own. */
  private boolean hasSidecar(Workload workload) {
    return annotations.hasSidecar(workload) || OwnDaprd.of(workload).isPresent();
  }

  /** Returns a workload with annotations that say what its sidecar is told. */
  private Workload told(Workload workload) {
    return annotations.hasSidecar(workload)
        ? workload
        : OwnDaprd.of(workload).map(OwnDaprd::annotated).orElse(workload);
  }

  /** A release that is not known is taken for another, and says so. */
  private static String fact(DaprRelease release) {
    String note = release.note().map(text -> "; " + text).orElse("");
    return FACT.formatted(release.asked()) + note;
  }

  void claims(Consumer<PortUse> claims) {
    List<Workload> injected = manifests.workloads().stream().filter(this::hasSidecar).toList();
    Stream<Workload> order =
        injected.size() >= LARGE ? injected.parallelStream() : injected.stream();
    order.map(this::claims).toList().forEach(own -> own.forEach(claims));
    if (!injected.isEmpty()) {
      sidecars.ofApiServer(claims);
    }
  }

  private List<PortUse> claims(Workload workload) {
    List<PortUse> claims = new ArrayList<>(16);
    Party party = new Party.Pods(workload);
    Workload told = told(workload);
    sidecars.claims(told, party, claims::add);
    for (Backend backend : backends(told)) {
      claims.add(backend.claim().of(party));
    }
    return claims;
  }

  /** The backends that a workload's sidecar dials, in the order of the set. */
  private List<Backend> backends(Workload workload) {
    String namespace = workload.namespace();
    List<Backend> ofAll = unscoped.getOrDefault(namespace, List.of());
    if (scoped.isEmpty()) {
      return ofAll;
    }
    String appId = annotations.value(workload, "app-id");
    List<Backend> backends =
        new ArrayList<>(
            scoped.getOrDefault(new App(namespace, appId == null ? "" : appId), List.of()));
    backends.addAll(ofAll);
    backends.sort(Comparator.comparingInt(Backend::place));
    return backends;
  }

  private PortUse claim(Resource component, ComponentEndpoint endpoint) {
    return PortUse.builder()
        .party(SidecarClaims.NOBODY)
        .process(SIDECAR)
        .peer(endpoint.peer(component.namespace(), manifests))
        .phase(Phase.START)
        .protection(endpoint.protection())
        .protocol(endpoint.protocol())
        .need(Need.BYPASS_UNLESS_MESHED)
        .role("component-backend")
        .group("component")
        .claimant(DaprTraffic.ID)
        .purpose("Component " + component.name())
        .fact(ComponentEndpoint.FACT)
        .written(component.source(endpoint.field()))
        .build();
  }

  /**
   * Dapr's own numbers of all releases, and those of the backends that the workload's sidecar
   * dials.
   */
  Set<Integer> lore(Workload workload) {
    if (!hasSidecar(workload)) {
      return Set.of();
    }
    Set<Integer> lore = new HashSet<>(DaprPorts.everUsed());
    for (Backend backend : backends(workload)) {
      lore.add(backend.claim().peer().port());
    }
    return lore;
  }
}
