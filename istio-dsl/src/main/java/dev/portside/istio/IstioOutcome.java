package dev.portside.istio;

import dev.portside.traffic.End;
import dev.portside.traffic.Meeting;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Outcome.Result;
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

  private enum Server {
    CAPTURED,
    EXCLUDED,
    NO_SIDECAR
  }

  /** One possibility of what the two ends are. */
  private record Case(boolean clientCaptured, Server server, boolean tls) {}

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
          outcomes.add(of(new Case(captured, kind, tls)));
        }
      }
    }
    return common(outcomes);
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
    return client.use().protection().kind() == Protection.Kind.UNKNOWN
        ? "whether the processes encrypt it themselves"
        : "whether Istio captures the port";
  }

  private Outcome of(Case each) {
    boolean passesThrough = each.clientCaptured && isUnknownToTheMesh(each.tls);
    if (passesThrough && clientFacet.registryOnly()) {
      return Outcome.broken("the client's proxy closes what it does not know (REGISTRY_ONLY)");
    }
    boolean istio = each.clientCaptured && !passesThrough && sendsMtls(each.server);
    return switch (each.server) {
      case NO_SIDECAR -> works(each, false, Tri.NO, "the server has no sidecar");
      case EXCLUDED ->
          istio
              ? Outcome.broken(
                  "the client's proxy sends Istio's mTLS, and the server excludes the port, so that"
                      + " the process itself gets it")
              : works(each, false, Tri.NO, "the server's proxy is not in the path");
      case CAPTURED -> captured(each, istio);
    };
  }

  /** Bytes of another protocol on a port declared HTTP take the way of unknown destinations. */
  private boolean isUnknownToTheMesh(boolean tls) {
    Reach reach = meeting.wire().reach();
    return switch (reach) {
      case EXTERNAL, POD_IP -> true;
      case UNSEEN_SERVICE, LOOPBACK -> false;
      case CLUSTER_IP, HEADLESS -> tls && declared() == PortProtocol.HTTP;
    };
  }

  private PortProtocol declared() {
    return PortProtocol.of(
        meeting.wire().portName(), meeting.wire().appProtocol(), meeting.wire().port());
  }

  /** The client's decision knows labels and policies, and nothing of exclusions at the server. */
  private boolean sendsMtls(Server kind) {
    if (kind == Server.NO_SIDECAR || !clientFacet.autoMtls() || !serverFacet.labelled()) {
      return false;
    }
    if (serverFacet.namespaceMode() == MtlsMode.DISABLE) {
      return false;
    }
    return meeting.wire().reach() == Reach.HEADLESS || serverFacet.mode() != MtlsMode.DISABLE;
  }

  private Outcome captured(Case each, boolean istio) {
    MtlsMode mode = serverFacet.mode();
    if (istio) {
      return mode == MtlsMode.DISABLE
          ? Outcome.broken(
              "the client's proxy sends Istio's mTLS, which the server's does not unwrap")
          : works(each, true, Tri.YES, "both ends are in the mesh");
    }
    if (mode == MtlsMode.STRICT) {
      return Outcome.broken(
          each.tls
              ? "the server's proxy takes all TLS for its own (STRICT) and shows Istio's certificate"
              : "the server's proxy takes nothing but Istio's mTLS (STRICT)");
    }
    if (each.tls && serverFacet.protocol() == PortProtocol.HTTP) {
      return Outcome.broken("the server's proxy expects HTTP on the port and gets TLS");
    }
    return works(each, false, Tri.YES, "the server's proxy takes it as it comes");
  }

  private Outcome works(Case each, boolean istio, Tri policies, String reason) {
    List<String> layers = new ArrayList<>(2);
    if (istio) {
      layers.add(LAYER);
    }
    Protection own = client.use().protection();
    if (each.tls) {
      layers.add(own.isEncrypted() ? own.layer() : "tls");
    }
    Outcome outcome = Outcome.works(layers, policies, reason);
    boolean unasked = outcome.result() == Result.PLAINTEXT && !clientFacet.autoMtls();
    return unasked && each.clientCaptured && each.server == Server.CAPTURED
        ? Outcome.unknown(
            "Istio adds mTLS here only where a DestinationRule asks for it",
            "a DestinationRule for the server")
        : outcome;
  }
}
