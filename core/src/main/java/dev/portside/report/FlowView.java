package dev.portside.report;

import dev.portside.Internal;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Flows;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Plain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A flow in the words that all reports of flows use, so that they say the same.
 *
 * @param client who dials, of folded ones the first
 * @param server who answers, of folded ones the first
 * @param wirePort the port as the client's pod sees it; 0 when it is unknown
 * @param podPort the port at the answering pod; 0 when it is unknown
 * @param role what it is for, by its stable name
 * @param purpose the same in words
 * @param outcome what becomes of it
 * @param count how many connections it stands for
 * @param peer whom the clients dial, without a port
 * @param clients all who dial, by name
 * @param servers all who answer, by name
 * @param flow the flow itself
 */
@Internal
public record FlowView(
    Side client,
    Side server,
    int wirePort,
    int podPort,
    String role,
    String purpose,
    Outcome outcome,
    long count,
    String peer,
    List<String> clients,
    List<String> servers,
    Flow flow) {

  /** So many names of folded ones are told. */
  private static final int NAMES = 3;

  /** Order that no order of documents changes. */
  private static final Comparator<FlowView> ORDER =
      Comparator.<FlowView, String>comparing(flow -> flow.client.name)
          .thenComparing(flow -> flow.server.name)
          .thenComparing(flow -> flow.role)
          .thenComparing(flow -> flow.wirePort)
          .thenComparing(flow -> flow.client.process)
          .thenComparing(flow -> flow.server.process)
          .thenComparing(flow -> flow.outcome.reason());

  /**
   * One end.
   *
   * @param kind {@code Workload}, or what somebody outside the set is
   * @param name as reports name it
   * @param process the process that dials or answers
   * @param captured whether the mesh takes the connection here
   */
  public record Side(String kind, String name, String process, Tri captured) {

    private static Side of(End end, String name, String process) {
      return new Side(kind(end.use().party()), name, process, end.captured());
    }

    private static String kind(Party party) {
      return party instanceof Party.Outside outside ? outside.kind().word() : "Workload";
    }

    /** Returns the end in words, for the parties of these names: a few of them, and the process. */
    public String naming(List<String> names) {
      List<String> told = new ArrayList<>(names.subList(0, Math.min(NAMES, names.size())));
      if (names.size() > NAMES) {
        told.add("%d more".formatted(names.size() - NAMES));
      }
      String who = Plain.of(String.join(", ", told));
      return "%s (%s)".formatted(who, kind.equals("Workload") ? Plain.of(process) : kind);
    }
  }

  /** Returns flows in an order that the order of documents does not change. */
  public static List<FlowView> of(Flows flows) {
    return flows.stream().map(FlowView::of).sorted(ORDER).toList();
  }

  private static FlowView of(Flow flow) {
    List<String> clients = names(flow.clients());
    List<String> servers = names(flow.servers());
    return new FlowView(
        Side.of(flow.client(), clients.get(0), process(flow, true)),
        Side.of(flow.server(), servers.get(0), process(flow, false)),
        flow.meeting().wire().port(),
        flow.meeting().wire().podPort(),
        flow.client().use().role(),
        flow.client().use().purpose(),
        flow.outcome(),
        flow.count(),
        peer(flow.meeting().peer()),
        clients,
        servers,
        flow);
  }

  /** Within a pod one claim tells of both processes: its own, and the other by its peer. */
  private static String process(Flow flow, boolean client) {
    End end = client ? flow.client() : flow.server();
    return flow.meeting().peer() instanceof Peer.Loopback peer && peer.listens() == client
        ? peer.name()
        : end.use().process();
  }

  private static String peer(Peer peer) {
    String port = ":" + peer.port();
    String text = peer.toString();
    return text.endsWith(port) ? text.substring(0, text.length() - port.length()) : text;
  }

  private static List<String> names(List<Party> parties) {
    return parties.stream().map(Party::toString).distinct().sorted().toList();
  }

  /** Returns the port in words, with the one at the pod where that is another. */
  public String portInWords() {
    if (wirePort == 0) {
      return podPort == 0 ? "port unknown" : "pod port " + podPort;
    }
    boolean translated = podPort != 0 && podPort != wirePort;
    return "port " + wirePort + (translated ? " (pod port " + podPort + ")" : "");
  }

  /**
   * Returns whether mesh policies apply, to follow other words; empty where there is no telling.
   */
  public String policies() {
    return switch (outcome.result()) {
      case BROKEN, LOOPBACK -> "";
      default ->
          switch (outcome.policiesEnforced()) {
            case YES -> "; mesh policies apply";
            case NO -> "; mesh policies do not apply";
            case UNKNOWN -> "";
          };
    };
  }

  /** Returns the layers of encryption, outermost first, in words. */
  public String encryption() {
    return encryption(outcome);
  }

  static String encryption(Outcome outcome) {
    if (!outcome.layers().isEmpty()) {
      return String.join(" around ", outcome.layers());
    }
    return switch (outcome.result()) {
      case BROKEN -> "nobody: it fails";
      case UNKNOWN -> "unknown";
      default -> "nobody";
    };
  }
}
