package dev.portside.check;

import dev.portside.manifest.Workload;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Party;
import dev.portside.yaml.Pointer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The base of rules about what comes of both ends of a flow together. */
abstract class FlowRule extends Rule {

  private static final int NAMED = 3;

  FlowRule(String id, Severity severity, Rank rank, String summary) {
    super(id, severity, rank, summary);
  }

  /** Returns whether a flow is one of those that this rule is about. */
  abstract boolean concerns(Scene scene, Flow flow);

  /** Says what is wrong with a flow. */
  abstract Finding.Builder describe(Scene scene, Flow flow, Finding.Builder finding);

  @Override
  public final void check(Scene scene, Found found) {
    for (Flow flow : scene.traffic().flows()) {
      if (concerns(scene, flow)) {
        place(scene, flow)
            .map(finding -> finding.addAllCauses(Cause.capture(flow)))
            .ifPresent(finding -> found.add(describe(scene, flow, finding)));
      }
    }
  }

  /** A finding stands at the server, or at the client where the server is not in the set. */
  Optional<Finding.Builder> place(Scene scene, Flow flow) {
    return first(flow.servers())
        .or(() -> first(flow.clients()))
        .map(at -> at(at.resource(), Pointer.root()));
  }

  /** Of several that behave alike the first by name, whatever their order in the set. */
  private static Optional<Workload> first(List<Party> parties) {
    return parties.stream()
        .flatMap(party -> party.workload().stream())
        .min(Comparator.comparing(workload -> workload.resource().ref()));
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
