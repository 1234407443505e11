package dev.portside.istio;

import dev.portside.traffic.End;
import dev.portside.traffic.Meeting;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Outcome.Result;
import dev.portside.traffic.Party;
import dev.portside.traffic.Protection;
import dev.portside.traffic.Tri;
import dev.portside.traffic.Wire.Reach;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a connection between two ends. Where an end is not known, every possibility is
 * worked out; if they differ, the outcome is unknown and names the missing fact.
 *
 * <p>Source: istio/istio @1.31, pilot/pkg/networking/core/{cluster_tls,filterchain_options}.go and
 * pilot/pkg/xds/endpoints/mtls_checker.go, checked against calls through a real data plane.
 */
final class IstioOutcome {

  /** The layer of encryption that Istio adds. */
  static final String LAYER = "istio-mtls";

  private static final String TLS = "tls";
  private static final String RULE = "a DestinationRule for the server";
  private static final Outcome HTTP_EXPECTED =
      Outcome.broken("the server's proxy expects HTTP on the port and gets TLS");

  private enum Server {
    CAPTURED,
    EXCLUDED,
    NO_SIDECAR
  }

  /** What a client's proxy puts around the bytes that it gets. */
  private enum Sent {
    UNCHANGED,
    ISTIO_MTLS,
    OTHER_TLS
  }

  /** One possibility of what the two ends are. */
  private record Case(
      boolean clientCaptured, Server server, boolean tls, TlsRule rule, boolean siblings) {}

  private final End client;
  private final End server;
  private final Meeting meeting;
  private final ClientFacet clientFacet;
  private final ServerFacet serverFacet;

  IstioOutcome(End client, End server, Meeting meeting) {
    this.client = client;
    this.server = server;
    this.meeting = meeting;
    this.clientFacet = (ClientFacet) client.facet();
    this.serverFacet = (ServerFacet) server.facet();
  }

  Outcome outcome() {
    List<Outcome> outcomes = new ArrayList<>();
    for (boolean captured : possible(client.captured())) {
      for (Server kind : servers()) {
        for (boolean tls : tls()) {
          for (TlsRule rule : rules()) {
            for (boolean siblings : possible(serverFacet.siblings())) {
              outcomes.add(of(new Case(captured, kind, tls, rule, siblings)));
            }
          }
        }
      }
    }
    return common(outcomes);
  }

  private List<TlsRule> rules() {
    return clientFacet.rule() == TlsRule.UNKNOWN
        ? List.of(TlsRule.NONE, TlsRule.DISABLE, TlsRule.ISTIO_MUTUAL)
        : List.of(clientFacet.rule());
  }

  private static boolean[] possible(Tri tri) {
    return switch (tri) {
      case YES -> new boolean[] {true};
      case NO -> new boolean[] {false};
      case UNKNOWN -> new boolean[] {true, false};
    };
  }

  private boolean[] tls() {
    return switch (client.use().protection().kind()) {
      case ENCRYPTED -> new boolean[] {true};
      case PLAINTEXT -> new boolean[] {false};
      case UNKNOWN -> new boolean[] {true, false};
    };
  }

  private List<Server> servers() {
    List<Server> servers = new ArrayList<>(3);
    if (server.presence().meshed() != Tri.YES && !server.presence().hinted()) {
      servers.add(Server.NO_SIDECAR);
    }
    if (server.presence().meshed() != Tri.NO) {
      if (server.verdict().captured() != Tri.NO) {
        servers.add(Server.CAPTURED);
      }
      if (server.verdict().captured() != Tri.YES) {
        servers.add(Server.EXCLUDED);
      }
    }
    return servers;
  }

  private Outcome common(List<Outcome> outcomes) {
    Outcome first = outcomes.get(0);
    boolean agree =
        outcomes.stream()
            .allMatch(o -> o.result() == first.result() && o.layers().equals(first.layers()));
    if (!agree) {
      return Outcome.unknown("it depends on " + missing(), missing());
    }
    boolean enforced =
        outcomes.stream().allMatch(o -> o.policiesEnforced() == first.policiesEnforced());
    Tri policies = enforced ? first.policiesEnforced() : Tri.UNKNOWN;
    return new Outcome(first.result(), first.layers(), policies, first.reason(), first.missing());
  }

  private String missing() {
    if (server.presence().meshed() == Tri.UNKNOWN) {
      return "whether %s is in the mesh".formatted(server.use().party());
    }
    if (client.presence().meshed() == Tri.UNKNOWN) {
      return "whether %s is in the mesh".formatted(client.use().party());
    }
    if (client.use().protection().kind() == Protection.Kind.UNKNOWN) {
      return "whether the processes encrypt it themselves";
    }
    if (clientFacet.rule() == TlsRule.UNKNOWN) {
      return RULE;
    }
    return serverFacet.siblings() == Tri.UNKNOWN
        ? "whether all pods of the headless Service are in the mesh"
        : "whether Istio captures the port";
  }

  private Outcome of(Case each) {
    boolean passesThrough = each.clientCaptured && passesThrough(each.tls);
    if (passesThrough && clientFacet.registryOnly()) {
      return Outcome.broken("the client's proxy closes what it does not know (REGISTRY_ONLY)");
    }
    Sent sent = each.clientCaptured && !passesThrough ? sent(each) : Sent.UNCHANGED;
    return switch (each.server) {
      case NO_SIDECAR ->
          sent == Sent.ISTIO_MTLS
              ? Outcome.broken(
                  "a DestinationRule makes the client's proxy send Istio's mTLS, and the server has"
                      + " no sidecar to unwrap it")
              : delivered(each, sent, Tri.NO, "the server has no sidecar");
      case EXCLUDED ->
          sent == Sent.ISTIO_MTLS
              ? Outcome.broken(
                  "the client's proxy sends Istio's mTLS, and the server excludes the port, so that"
                      + " the process itself gets it")
              : delivered(each, sent, Tri.NO, "the server's proxy is not in the path");
      case CAPTURED -> captured(each, sent);
    };
  }

  /**
   * What the client's proxy does not know by name it leaves as it is; bytes of another protocol on
   * a port declared HTTP go the same way.
   */
  private boolean passesThrough(boolean tls) {
    return switch (meeting.wire().reach()) {
      case LOOPBACK -> false;
      case POD_IP -> !serverFacet.listed();
      case EXTERNAL, UNSEEN_SERVICE, CLUSTER_IP, HEADLESS ->
          !clientFacet.known() || tls && clientFacet.declared() == PortProtocol.HTTP;
    };
  }

  private Sent sent(Case each) {
    return switch (each.rule) {
      case DISABLE, UNKNOWN -> Sent.UNCHANGED;
      case ISTIO_MUTUAL -> Sent.ISTIO_MTLS;
      case OTHER -> Sent.OTHER_TLS;
      case NONE -> sendsMtlsUnasked(each) ? Sent.ISTIO_MTLS : Sent.UNCHANGED;
    };
  }

  /** The client's decision knows labels and policies, and nothing of exclusions at the server. */
  private boolean sendsMtlsUnasked(Case each) {
    boolean addressed = meeting.wire().reach() != Reach.EXTERNAL;
    if (!addressed || each.server == Server.NO_SIDECAR || !clientFacet.autoMtls()) {
      return false;
    }
    if (serverFacet.namespaceMode() == MtlsMode.DISABLE) {
      return false;
    }
    return switch (meeting.wire().reach()) {
      case HEADLESS, POD_IP -> each.siblings;
      default -> serverFacet.labelled() && serverFacet.mode() != MtlsMode.DISABLE;
    };
  }

  private Outcome captured(Case each, Sent sent) {
    MtlsMode mode = serverFacet.mode();
    boolean http = serverFacet.protocol() == PortProtocol.HTTP;
    if (sent == Sent.ISTIO_MTLS) {
      if (mode == MtlsMode.DISABLE) {
        return Outcome.broken(
            "the client's proxy sends Istio's mTLS, which the server's does not unwrap");
      }
      return each.tls && http
          ? HTTP_EXPECTED
          : works(each, sent, Tri.YES, "both ends are in the mesh");
    }
    boolean tls = each.tls || sent == Sent.OTHER_TLS;
    if (mode == MtlsMode.STRICT) {
      return Outcome.broken(
          tls
              ? "the server's proxy takes all TLS for its own (STRICT) and shows Istio's certificate"
              : "the server's proxy takes nothing but Istio's mTLS (STRICT)");
    }
    return tls && http
        ? HTTP_EXPECTED
        : delivered(each, sent, Tri.YES, "the server's proxy takes it as it comes");
  }

  /** TLS that the client's proxy adds reaches the process, which must speak it. */
  private Outcome delivered(Case each, Sent sent, Tri policies, String reason) {
    if (sent != Sent.OTHER_TLS) {
      return works(each, sent, policies, reason);
    }
    boolean seen = !(server.use().party() instanceof Party.Outside);
    Protection.Kind kind = server.use().protection().kind();
    if (!each.tls && (!seen || kind == Protection.Kind.UNKNOWN)) {
      return Outcome.unknown(
          "a DestinationRule makes the client's proxy send TLS", "whether the server speaks TLS");
    }
    return each.tls || kind == Protection.Kind.PLAINTEXT
        ? Outcome.broken(
            "a DestinationRule makes the client's proxy send TLS that nobody at the server unwraps")
        : works(each, sent, policies, "the server unwraps the TLS that a DestinationRule asks for");
  }

  private Outcome works(Case each, Sent sent, Tri policies, String reason) {
    List<String> layers = new ArrayList<>(2);
    switch (sent) {
      case ISTIO_MTLS -> layers.add(LAYER);
      case OTHER_TLS -> layers.add(TLS);
      case UNCHANGED -> {}
    }
    Protection own = client.use().protection();
    if (each.tls) {
      layers.add(own.isEncrypted() ? own.layer() : TLS);
    }
    Outcome outcome = Outcome.works(layers, policies, reason);
    boolean unasked = outcome.result() == Result.PLAINTEXT && each.rule == TlsRule.NONE;
    return unasked
            && clientFacet.ruleUnseen()
            && each.clientCaptured
            && each.server == Server.CAPTURED
        ? Outcome.unknown("Istio adds mTLS here only where a DestinationRule asks for it", RULE)
        : outcome;
  }
}
