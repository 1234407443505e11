package dev.portside.check;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.ClientEnd;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Need;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Party;
import dev.portside.traffic.ServerEnd;
import dev.portside.traffic.Traffic;
import java.util.ArrayList;
import java.util.List;

/**
 * What one side of a broken connection can do alone so that it works and is protected, without
 * breaking another one.
 */
final class FlowRepair {

  private final Traffic traffic;
  private final Flow flow;

  private FlowRepair(Traffic traffic, Flow flow) {
    this.traffic = traffic;
    this.flow = flow;
  }

  /** Returns the edits of one side; none where a human must decide. */
  static List<Edit> of(Traffic traffic, Flow flow) {
    FlowRepair repair = new FlowRepair(traffic, flow);
    for (boolean captured : new boolean[] {true, false}) {
      for (boolean server : new boolean[] {true, false}) {
        List<Edit> edits = server ? repair.atServers(captured) : repair.atClients(captured);
        if (!edits.isEmpty()) {
          return edits;
        }
      }
    }
    return List.of();
  }

  private List<Edit> atServers(boolean captured) {
    ServerEnd server = flow.server();
    boolean asked = !captured && server.use().need() == Need.CAPTURE;
    boolean repairs = outcome(flow.client(), server.ifCaptured(captured), flow).isProtected();
    return asked || !repairs || breaks(server, captured)
        ? List.of()
        : edits(flow.servers(), server, captured);
  }

  private List<Edit> atClients(boolean captured) {
    ClientEnd client = flow.client();
    boolean repairs = outcome(client.ifCaptured(captured), flow.server(), flow).isProtected();
    return !repairs || others(client).stream().anyMatch(other -> breaks(other, captured))
        ? List.of()
        : edits(flow.clients(), client, captured);
  }

  /** What is captured goes by the port: all that the client dials on it shares the setting. */
  private List<End> others(End client) {
    return client
        .use()
        .party()
        .workload()
        .map(
            workload ->
                traffic.ends(workload).stream()
                    .filter(end -> end.use().direction() == Direction.OUTBOUND)
                    .filter(end -> end.wire().port() == client.wire().port())
                    .toList())
        .orElse(List.of(client));
  }

  /** Whether a connection of an end that is not broken now is, once the end is captured or left. */
  private boolean breaks(End end, boolean captured) {
    boolean outbound = end.use().direction() == Direction.OUTBOUND;
    for (Flow other : traffic.flows(end)) {
      ClientEnd client = outbound ? other.client().ifCaptured(captured) : other.client();
      ServerEnd server = outbound ? other.server() : other.server().ifCaptured(captured);
      if (outcome(client, server, other).isBroken() && !other.outcome().isBroken()) {
        return true;
      }
    }
    return false;
  }

  private Outcome outcome(ClientEnd client, ServerEnd server, Flow at) {
    return traffic.outcome(client, server, at.meeting());
  }

  /** The same edit at each of those that behave alike; all of them or none. */
  private List<Edit> edits(List<Party> parties, End like, boolean captured) {
    List<Edit> edits = new ArrayList<>();
    for (Party party : parties) {
      List<Edit> own =
          party.workload().map(workload -> edits(workload, like, captured)).orElse(List.of());
      if (own.isEmpty()) {
        return List.of();
      }
      edits.addAll(own);
    }
    return edits;
  }

  private List<Edit> edits(Workload workload, End like, boolean captured) {
    Capture capture = traffic.capture(workload);
    for (End end : traffic.ends(workload)) {
      boolean same =
          end.use().direction() == like.use().direction()
              && end.use().role().equals(like.use().role())
              && end.wire().port() == like.wire().port()
              && end.wire().podPort() == like.wire().podPort();
      if (same) {
        return captured
            ? capture.take(end.use(), end.wire())
            : capture.bypass(end.use(), end.wire());
      }
    }
    return List.of();
  }
}
