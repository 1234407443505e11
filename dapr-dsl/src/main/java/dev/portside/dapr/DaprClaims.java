package dev.portside.dapr;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Source;
import dev.portside.manifest.Workload;
import dev.portside.platform.Version;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Need;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Phase;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Protection;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the Dapr sidecars of a set dial and listen on. */
final class DaprClaims {

  private static final String SIDECAR = "daprd";
  private static final String FACT = "dapr/dapr v%s, pkg/injector and charts/dapr";

  private final Manifests manifests;
  private final DaprRuntime runtime;
  private final DaprAnnotations annotations;
  private final List<DaprPorts.Port> ports;
  private final String fact;
  private final Map<String, List<Backend>> backends = new HashMap<>();

  /** A component and where its backend is. */
  private record Backend(Resource component, List<ComponentEndpoint> endpoints) {}

  DaprClaims(Manifests manifests) {
    this.manifests = manifests;
    this.runtime = manifests.platform().get(DaprRuntime.SECTION);
    Version version = runtime.version();
    this.annotations = DaprAnnotations.at(version);
    this.ports = DaprPorts.at(version);
    this.fact = FACT.formatted(version);
    for (Resource resource : manifests.resources()) {
      if (resource.is("dapr.io", "Component")) {
        backends
            .computeIfAbsent(resource.namespace(), n -> new ArrayList<>())
            .add(new Backend(resource, ComponentEndpoint.of(resource)));
      }
    }
  }

  /** Returns whether Dapr's injector gives a workload's pods a sidecar. */
  private boolean hasSidecar(Workload workload) {
    return annotations.isTrue(workload, "enabled");
  }

  void claims(Consumer<PortUse> claims) {
    for (Workload workload : manifests.workloads()) {
      if (hasSidecar(workload)) {
        Party party = new Party.Pods(workload);
        for (DaprPorts.Port port : ports) {
          claim(workload, party, port, claims);
        }
        appChannel(workload, party, claims);
        backends(workload, (backend, endpoint) -> claims.accept(claim(party, backend, endpoint)));
      }
    }
  }

  private void claim(
      Workload workload, Party party, DaprPorts.Port port, Consumer<PortUse> claims) {
    if (!port.when().isEmpty() && !annotations.isTrue(workload, port.when())) {
      return;
    }
    String key = port.setting().isEmpty() ? null : annotations.written(workload, port.setting());
    int number =
        key == null ? port.port() : annotations.port(workload, port.setting(), port.port());
    Protection protection = port.group().equals("sidecar") ? amongSidecars() : port.protection();
    claims.accept(
        PortUse.builder()
            .party(party)
            .process(SIDECAR)
            .peer(peer(port, number))
            .phase(port.phase())
            .protection(protection)
            .need(protection.isEncrypted() ? port.need() : Need.ANY)
            .role(port.role())
            .group(port.group())
            .claimant(DaprTraffic.ID)
            .purpose(port.purpose())
            .fact(fact)
            .written(written(workload, key))
            .build());
  }

  private Protection amongSidecars() {
    return runtime.mtls() ? Protection.by("dapr-mtls") : Protection.plaintext();
  }

  private static Optional<Source> written(Workload workload, @Nullable String key) {
    return key == null ? Optional.empty() : Optional.of(workload.annotationSource(key));
  }

  private Peer peer(DaprPorts.Port port, int number) {
    if (port.direction() == Direction.LOOPBACK) {
      return new Peer.Loopback(port.peer(), number);
    }
    if (port.direction() == Direction.INBOUND) {
      return new Peer.Callers(port.peer(), number);
    }
    return port.service().isEmpty()
        ? new Peer.Group(port.peer(), number, true)
        : new Peer.Service(runtime.namespace(), port.service(), number);
  }

  private void appChannel(Workload workload, Party party, Consumer<PortUse> claims) {
    int port = annotations.port(workload, "app-port", 0);
    if (port > 0) {
      claims.accept(
          PortUse.builder()
              .party(party)
              .process(SIDECAR)
              .peer(new Peer.Loopback("app", port))
              .protection(Protection.plaintext())
              .role("app-channel")
              .group("api")
              .claimant(DaprTraffic.ID)
              .purpose("calls to the app")
              .fact(fact)
              .written(written(workload, annotations.written(workload, "app-port")))
              .build());
    }
  }

  private interface BackendVisitor {
    void visit(Backend backend, ComponentEndpoint endpoint);
  }

  /** A component without scopes is seen by every app of its namespace. */
  private void backends(Workload workload, BackendVisitor visitor) {
    List<Backend> candidates = backends.getOrDefault(workload.namespace(), List.of());
    if (candidates.isEmpty()) {
      return;
    }
    String appId = annotations.value(workload, "app-id");
    for (Backend backend : candidates) {
      Sequence scopes = backend.component().tree().sequence("scopes");
      if (scopes.isEmpty() || scopes.texts().contains(appId == null ? "" : appId)) {
        for (ComponentEndpoint endpoint : backend.endpoints()) {
          visitor.visit(backend, endpoint);
        }
      }
    }
  }

  private PortUse claim(Party party, Backend backend, ComponentEndpoint endpoint) {
    Resource component = backend.component();
    return PortUse.builder()
        .party(party)
        .process(SIDECAR)
        .peer(endpoint.peer(component.namespace()))
        .phase(Phase.START)
        .protection(endpoint.protection())
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
    Set<Integer> lore = new TreeSet<>(DaprPorts.everUsed());
    backends(workload, (backend, endpoint) -> lore.add(endpoint.port()));
    return lore;
  }
}
