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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the Dapr sidecars of a set dial and listen on. */
final class DaprClaims {

  private static final String SIDECAR = "daprd";
  private static final String FACT = "dapr/dapr v%s, pkg/injector and charts/dapr";

  private final Manifests manifests;
  private final DaprRuntime runtime;
  private final DaprAnnotations annotations;
  private final List<Unmoved> ports = new ArrayList<>();
  private final String fact;

  /** The components that all apps of a namespace see. */
  private final Map<String, List<Backend>> unscoped = new HashMap<>();

  private final Map<App, List<Backend>> scoped = new HashMap<>();

  /** A port of the sidecar, and what is claimed of it unless an annotation moves it. */
  private record Unmoved(DaprPorts.Port port, Peer peer, Protection protection) {}

  /** A component's backend, and the component's place in the set. */
  private record Backend(
      int place, ComponentEndpoint endpoint, Peer peer, String purpose, Source written) {}

  private record App(String namespace, String appId) {}

  DaprClaims(Manifests manifests) {
    this.manifests = manifests;
    this.runtime = manifests.platform().get(DaprRuntime.SECTION);
    Version version = runtime.version();
    this.annotations = DaprAnnotations.at(version);
    this.fact = FACT.formatted(version);
    Protection amongSidecars = runtime.mtls() ? Protection.by("dapr-mtls") : Protection.plaintext();
    for (DaprPorts.Port port : DaprPorts.at(version)) {
      Protection own = port.group().equals("sidecar") ? amongSidecars : port.protection();
      ports.add(new Unmoved(port, peer(port, port.port()), own));
    }
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
      Backend backend =
          new Backend(
              place,
              endpoint,
              endpoint.peer(namespace),
              "Component " + component.name(),
              component.source(endpoint.field()));
      if (scopes.isEmpty()) {
        unscoped.computeIfAbsent(namespace, n -> new ArrayList<>()).add(backend);
      }
      for (String appId : appIds) {
        scoped.computeIfAbsent(new App(namespace, appId), a -> new ArrayList<>(2)).add(backend);
      }
    }
  }

  /** Returns whether Dapr's injector gives a workload's pods a sidecar. */
  private boolean hasSidecar(Workload workload) {
    return annotations.hasSidecar(workload);
  }

  void claims(Consumer<PortUse> claims) {
    for (Workload workload : manifests.workloads()) {
      if (hasSidecar(workload)) {
        Party party = new Party.Pods(workload);
        for (Unmoved port : ports) {
          claim(workload, party, port, claims);
        }
        appChannel(workload, party, claims);
        for (Backend backend : backends(workload)) {
          claims.accept(claim(party, backend));
        }
      }
    }
  }

  /** A setting may be read only while another one is on: nothing else tells daprd of it. */
  private boolean moves(Workload workload, DaprPorts.Port port) {
    String needed = port.settingUnlessOff();
    boolean off =
        !needed.isEmpty()
            && annotations.written(workload, needed) != null
            && !annotations.isTrue(workload, needed);
    return !port.setting().isEmpty() && !off;
  }

  private void claim(Workload workload, Party party, Unmoved unmoved, Consumer<PortUse> claims) {
    DaprPorts.Port port = unmoved.port();
    if (!port.when().isEmpty() && !annotations.isTrue(workload, port.when())) {
      return;
    }
    String key = moves(workload, port) ? annotations.written(workload, port.setting()) : null;
    Protection protection = unmoved.protection();
    claims.accept(
        PortUse.builder()
            .party(party)
            .process(SIDECAR)
            .peer(
                key == null
                    ? unmoved.peer()
                    : peer(port, annotations.port(workload, port.setting(), port.port())))
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

  private PortUse claim(Party party, Backend backend) {
    return PortUse.builder()
        .party(party)
        .process(SIDECAR)
        .peer(backend.peer())
        .phase(Phase.START)
        .protection(backend.endpoint().protection())
        .need(Need.BYPASS_UNLESS_MESHED)
        .role("component-backend")
        .group("component")
        .claimant(DaprTraffic.ID)
        .purpose(backend.purpose())
        .fact(ComponentEndpoint.FACT)
        .written(backend.written())
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
      lore.add(backend.endpoint().port());
    }
    return lore;
  }
}
