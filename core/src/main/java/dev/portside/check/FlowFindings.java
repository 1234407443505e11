package dev.portside.check;

import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Party;
import dev.portside.yaml.Pointer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What findings about a flow have in common: where they stand, whom they name, their causes. */
final class FlowFindings {

  private static final int NAMED = 3;

  private FlowFindings() {}

  /** Returns a finding at the server, or at the client where the server is not in the set. */
  static Optional<Finding.Builder> at(RuleInfo rule, Flow flow) {
    return first(flow.servers())
        .or(() -> first(flow.clients()))
        .map(
            at -> {
              Finding.Builder finding = Finding.of(rule, at.resource(), Pointer.root());
              causes(finding, flow.client(), flow.clients(), Direction.OUTBOUND);
              causes(finding, flow.server(), flow.servers(), Direction.INBOUND);
              return finding;
            });
  }

  /** Of several that behave alike the first by name, whatever their order in the set. */
  private static Optional<Workload> first(List<Party> parties) {
    return parties.stream()
        .flatMap(party -> party.workload().stream())
        .min(Comparator.comparing(workload -> workload.resource().ref()));
  }

  private static void causes(
      Finding.Builder finding, End end, List<Party> parties, Direction direction) {
    int port = direction == Direction.OUTBOUND ? end.wire().port() : end.wire().podPort();
    for (Party party : parties) {
      party
          .workload()
          .ifPresent(workload -> finding.addCauses(Cause.capture(workload, direction, port)));
    }
  }

  /** Returns the parties' names, the first few of many. */
  static String names(List<Party> parties) {
    String names =
        parties.stream()
            .map(Party::toString)
            .sorted()
            .limit(NAMED)
            .collect(Collectors.joining(", "));
    int more = parties.size() - NAMED;
    return more > 0 ? names + " and " + more + " more" : names;
  }

  /** Returns who sends whom, in words. */
  static String sends(Flow flow) {
    String clients = names(flow.clients());
    String servers = names(flow.servers());
    return clients.equals(servers)
        ? clients + " send each other"
        : "%s %s %s".formatted(clients, flow.clients().size() == 1 ? "sends" : "send", servers);
  }

  /** Returns what decided at both ends, in words. */
  static String ends(Flow flow) {
    return "at the client %s; at the server %s"
        .formatted(flow.client().verdict().reason(), flow.server().verdict().reason());
  }
}
