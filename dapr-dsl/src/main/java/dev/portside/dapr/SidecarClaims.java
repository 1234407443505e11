package dev.portside.dapr;

import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.dapr.injection.Fact;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Source;
import dev.portside.manifest.Workload;
import dev.portside.platform.Table;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Need;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Protection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the sidecar of a workload dials and listens on by itself, its components aside. */
final class SidecarClaims {

  private static final String SIDECAR = "daprd";

  /** Who may call APIs that are open to other pods. */
  private static final String CLIENTS = "dapr-api-clients";

  private static final String API_SERVER = "kube-apiserver";

  private final Manifests manifests;
  private final DaprRuntime runtime;
  private final DaprAnnotations annotations;
  private final String fact;
  private final List<Unmoved> ports = new ArrayList<>();

  /** Of whom claims are before they are a workload's. */
  static final Party NOBODY = new Party.Outside(Party.Kind.CONTROL_PLANE, "", SIDECAR);

  /** A port of the sidecar, and what is claimed of it unless an annotation moves it. */
  private record Unmoved(DaprPorts.Port port, PortUse claim) {
    Peer peer() {
      return claim.peer();
    }
  }

  SidecarClaims(Manifests manifests, DaprAnnotations annotations, String fact) {
    this.manifests = manifests;
    this.runtime = manifests.platform().get(DaprRuntime.SECTION);
    this.annotations = annotations;
    this.fact = fact;
    for (DaprPorts.Port port : DaprPorts.at(runtime.version())) {
      boolean sentry = port.role().equals("dapr-sentry");
      if (runtime.mtls() || !sentry || annotations.release().is(Fact.SENTRY_WITHOUT_MTLS)) {
        ports.add(new Unmoved(port, claim(port)));
      }
    }
  }

  private PortUse claim(DaprPorts.Port port) {
    Protection protection = protection(port);
    return PortUse.builder()
        .party(NOBODY)
        .process(SIDECAR)
        .peer(peer(port, port.port()))
        .phase(port.phase())
        .protection(protection)
        .need(protection.isEncrypted() ? port.need() : Need.ANY)
        .role(port.role())
        .group(port.group())
        .claimant(DaprTraffic.ID)
        .purpose(port.purpose())
        .fact(fact)
        .build();
  }

  /** Without mTLS calls among sidecars are cleartext; in old releases, all but Sentry's are. */
  private Protection protection(DaprPorts.Port port) {
    boolean plain =
        port.group().equals("sidecar")
            || port.group().equals("control-plane")
                && !annotations.release().is(Fact.CONTROL_PLANE_ALWAYS_TLS);
    return plain && !runtime.mtls() ? Protection.plaintext() : port.protection();
  }

  private Peer peer(DaprPorts.Port port, int number) {
    if (port.direction() == Direction.LOOPBACK) {
      return new Peer.Loopback(port.peer(), number, true);
    }
    if (port.direction() == Direction.INBOUND) {
      return new Peer.Callers(port.peer(), number);
    }
    return port.service().isEmpty()
        ? new Peer.Group(port.peer(), number, true)
        : new Peer.Service(port.namespace(runtime), port.serviceName(), number);
  }

  /** Sidecars dial each other by the name of the Service that the operator makes for an app. */
  private Peer named(Workload workload, DaprPorts.Port port, Peer peer) {
    String appId = annotations.value(workload, "app-id");
    if (appId != null && port.group().equals("sidecar") && peer instanceof Peer.Callers callers) {
      int number = callers.port();
      Peer.Service service = new Peer.Service(workload.namespace(), appId + "-dapr", number);
      return new Peer.Callers(callers.name(), number, service);
    }
    return peer;
  }

  /** What the API server dials for the sake of sidecars: once a set that has some. */
  void ofApiServer(Consumer<PortUse> claims) {
    Party party = new Party.Outside(Party.Kind.CONTROL_PLANE, "", API_SERVER);
    for (Table.Row row : DaprPorts.webhooks(runtime.version())) {
      claims.accept(
          PortUse.builder()
              .party(party)
              .process(API_SERVER)
              .peer(
                  new Peer.Service(
                      runtime.namespace(), row.get("service"), DaprPorts.number(row, "port")))
              .protection(Protection.by("tls"))
              .role(row.get("role"))
              .group("webhook")
              .claimant(DaprTraffic.ID)
              .purpose(row.get("purpose"))
              .fact(fact)
              .build());
    }
  }

  void claims(Workload workload, Party party, Consumer<PortUse> claims) {
    boolean sockets = isSet(workload, "unix-domain-socket-path");
    for (Unmoved unmoved : ports) {
      if (isThere(workload, unmoved.port(), sockets)) {
        claim(workload, party, unmoved, claims);
      }
    }
    appChannel(workload, party, claims);
    tracing(workload, party, claims);
  }

  private boolean isSet(Workload workload, String concept) {
    String value = annotations.value(workload, concept);
    return value != null && !value.isEmpty();
  }

  private boolean isThere(Workload workload, DaprPorts.Port port, boolean sockets) {
    if (!port.when().isEmpty() && !annotations.isTrue(workload, port.when())) {
      return false;
    }
    boolean off = isOff(workload, port.settingUnlessOff());
    if (off && annotations.release().is(Fact.METRICS_OFF_STOPS)) {
      return false;
    }
    return switch (port.replacedBy()) {
      case "" -> true;
      case "unix-domain-socket-path" -> !sockets;
      default -> !annotations.isTrue(workload, port.replacedBy());
    };
  }

  private boolean isOff(Workload workload, String concept) {
    return !concept.isEmpty()
        && annotations.written(workload, concept) != null
        && !annotations.isTrue(workload, concept);
  }

  private void claim(Workload workload, Party party, Unmoved unmoved, Consumer<PortUse> claims) {
    DaprPorts.Port port = unmoved.port();
    String address = port.address().isEmpty() ? null : annotations.value(workload, port.address());
    if (address != null) {
      addressed(workload, party, unmoved, address, claims);
      return;
    }
    // A setting may be read only while another one is on: nothing else tells daprd of it.
    boolean moves = !port.setting().isEmpty() && !isOff(workload, port.settingUnlessOff());
    String key = moves ? annotations.written(workload, port.setting()) : null;
    int number =
        key == null ? port.port() : annotations.port(workload, port.setting(), port.port());
    Peer peer = key == null ? unmoved.peer() : peer(port, number);
    PortUse claim = unmoved.claim();
    claims.accept(claim.of(party, named(workload, port, peer), written(workload, key)));
    String opened = port.openedBy().isEmpty() ? null : openedBy(workload, port.openedBy());
    if (opened != null) {
      Peer callers = new Peer.Callers(CLIENTS, number);
      claims.accept(claim.of(party, callers, written(workload, opened)));
    }
  }

  /** Another address than the control plane's, or none; of several only the first is dialled. */
  private void addressed(
      Workload workload, Party party, Unmoved unmoved, String value, Consumer<PortUse> claims) {
    String address = AnnotationTable.address(value);
    if (address.isEmpty() && annotations.release().is(Fact.BLANK_PLACEMENT_IS_OFF)) {
      return;
    }
    DaprPorts.Port port = unmoved.port();
    Peer peer = unmoved.peer();
    boolean firstContact = !port.role().endsWith("-jobs");
    if (!address.isEmpty() && firstContact) {
      String first = address.split(",", -1)[0];
      peer = Hosts.peer(first, port.port(), workload.namespace(), manifests);
    }
    String key = annotations.written(workload, port.address());
    claims.accept(unmoved.claim().of(party, peer, written(workload, key)));
  }

  /** Returns the annotation by which an API is open to other pods, or null when it is not. */
  private @Nullable String openedBy(Workload workload, String concept) {
    String addresses = annotations.value(workload, concept);
    if (addresses == null) {
      return null;
    }
    boolean empty = addresses.isEmpty() && !annotations.release().is(Fact.EMPTY_VALUES_COUNT);
    for (String address : addresses.split(",", -1)) {
      boolean own = Peer.full(address, 0) instanceof Peer.Loopback;
      if (!empty && !own) {
        return annotations.written(workload, concept);
      }
    }
    return null;
  }

  private static @Nullable Source written(Workload workload, @Nullable String key) {
    return key == null ? null : workload.annotationSource(key);
  }

  private void appChannel(Workload workload, Party party, Consumer<PortUse> claims) {
    int port = annotations.port(workload, "app-port", 0);
    if (port <= 0) {
      return;
    }
    claims.accept(
        PortUse.builder()
            .party(party)
            .process(SIDECAR)
            .peer(app(workload, port))
            .protection(isTls(workload) ? Protection.by("tls") : Protection.plaintext())
            .role("app-channel")
            .group("api")
            .claimant(DaprTraffic.ID)
            .purpose("calls to the app")
            .fact(fact)
            .written(written(workload, annotations.written(workload, "app-port")))
            .build());
  }

  private Peer app(Workload workload, int port) {
    String host = annotations.value(workload, "app-channel-address");
    Peer app =
        host == null || host.isEmpty()
            ? null
            : Peer.named(host, port, workload.namespace(), manifests);
    return app == null || app instanceof Peer.Loopback ? new Peer.Loopback("app", port) : app;
  }

  private boolean isTls(Workload workload) {
    String protocol = annotations.value(workload, "app-protocol");
    String word = protocol == null ? "http" : protocol.toLowerCase(Locale.ROOT);
    boolean plain = word.equals("http") || word.equals("grpc");
    return word.equals("https")
        || word.equals("grpcs")
        || plain && annotations.isTrue(workload, "app-ssl");
  }

  private void tracing(Workload workload, Party party, Consumer<PortUse> claims) {
    String name = annotations.value(workload, "config");
    if (name == null || name.isEmpty()) {
      return;
    }
    for (Resource configuration :
        manifests.named("dapr.io", "Configuration", workload.namespace(), name)) {
      for (TracingEndpoint endpoint : TracingEndpoint.of(configuration, manifests)) {
        claims.accept(
            PortUse.builder()
                .party(party)
                .process(SIDECAR)
                .peer(endpoint.peer())
                .protection(endpoint.protection())
                .role("tracing")
                .group("tracing")
                .claimant(DaprTraffic.ID)
                .purpose("traces for Configuration " + name)
                .fact(fact)
                .written(configuration.source(endpoint.field()))
                .build());
      }
    }
  }
}
