package dev.portside.istio.outcome;

import dev.portside.istio.mesh.TlsRule;
import dev.portside.traffic.ClientEnd;
import dev.portside.traffic.Meeting;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Protection;
import dev.portside.traffic.Protocol;
import dev.portside.traffic.ServerEnd;
import dev.portside.traffic.Tri;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a connection between two ends. Where an end is not known, every possibility is
 * worked out; if they differ, the outcome is unknown and names the missing fact.
 */
public final class IstioOutcome {

  /** The layer of encryption that Istio adds. */
  public static final String LAYER = "istio-mtls";

  /** What is missing where a rule decides that the set may not hold. */
  static final String RULE = "a DestinationRule for the server";

  /** Where the server's process is. */
  enum Server {
    /** Behind a proxy that takes the port. */
    CAPTURED,
    /** Beside a proxy that leaves the port. */
    EXCLUDED,
    /** In a pod without a proxy. */
    NO_SIDECAR
  }

  /**
   * One possibility of what the two ends are.
   *
   * @param clientCaptured whether the client's proxy takes the connection
   * @param server where the server's process is
   * @param tls whether the processes themselves speak TLS
   * @param rule what a DestinationRule asks for
   * @param siblings whether all pods of a headless Service take Istio's mTLS
   * @param spoken what the processes speak
   */
  record Case(
      boolean clientCaptured,
      Server server,
      boolean tls,
      TlsRule rule,
      boolean siblings,
      Protocol spoken) {}

  private final ClientEnd client;
  private final ServerEnd server;
  private final Meeting meeting;
  private final IstioClient clientFacet;
  private final IstioServer serverFacet;

  /** Two ends; {@code clientFacet} is the client's towards this very server. */
  public IstioOutcome(
      ClientEnd client,
      ServerEnd server,
      Meeting meeting,
      IstioClient clientFacet,
      IstioServer serverFacet) {
    this.client = client;
    this.server = server;
    this.meeting = meeting;
    this.clientFacet = clientFacet;
    this.serverFacet = serverFacet;
  }

  public Outcome outcome() {
    Call call = new Call(client, server, meeting, clientFacet, serverFacet);
    List<Outcome> outcomes = new ArrayList<>();
    for (boolean captured : possible(client.captured())) {
      for (Server kind : servers()) {
        for (boolean tls : tls()) {
          for (TlsRule rule : rules()) {
            for (boolean siblings : possible(serverFacet.siblings())) {
              outcomes.add(call.of(new Case(captured, kind, tls, rule, siblings, spoken(tls))));
            }
          }
        }
      }
    }
    return common(outcomes);
  }

  /** Either process may be known; with TLS of their own, the client sends the first bytes. */
  private Protocol spoken(boolean tls) {
    Protocol own = client.use().protocol();
    Protocol spoken = own == Protocol.UNKNOWN ? server.use().protocol() : own;
    return tls ? Protocol.CLIENT_FIRST : spoken;
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
    if (!server.presence().isLikely()) {
      servers.add(Server.NO_SIDECAR);
    }
    if (server.presence().meshed() != Tri.NO) {
      if (server.captured() != Tri.NO) {
        servers.add(Server.CAPTURED);
      }
      if (server.captured() != Tri.YES) {
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
}
