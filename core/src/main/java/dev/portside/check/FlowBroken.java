package dev.portside.check;

import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Party;
import dev.portside.yaml.Pointer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A connection fails for what both ends together are. */
final class FlowBroken implements Rule {

  private static final int NAMED = 3;

  private static final RuleInfo INFO =
      new RuleInfo(
          "flow-broken",
          Severity.ERROR,
          Rank.OUTCOME,
          "the two ends of a connection do not agree, and it fails");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    return scene.traffic().flows().stream()
        .filter(flow -> flow.outcome().result() == Outcome.Result.BROKEN)
        .flatMap(flow -> finding(flow).stream());
  }

  private static Optional<Finding> finding(Flow flow) {
    Optional<Workload> client = flow.client().use().party().workload();
    Optional<Workload> server = flow.server().use().party().workload();
    return server.or(() -> client).map(at -> finding(flow, at));
  }

  private static Finding finding(Flow flow, Workload at) {
    Resource resource = at.resource();
    Finding.Builder finding =
        Finding.of(INFO, resource, Pointer.root())
            .message(
                "%s cannot reach %s on port %d (%s)"
                    .formatted(
                        names(flow.clients()),
                        names(flow.servers()),
                        flow.meeting().wire().port(),
                        flow.client().use().role()))
            .why(
                "%s; at the client %s; at the server %s"
                    .formatted(
                        flow.outcome().reason(),
                        flow.client().verdict().reason(),
                        flow.server().verdict().reason()))
            .help("let both ends agree: leave the port to the mesh at both, or exclude it at both");
    causes(finding, flow.client(), flow.clients(), Direction.OUTBOUND);
    causes(finding, flow.server(), flow.servers(), Direction.INBOUND);
    return finding.build();
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

  private static String names(List<Party> parties) {
    String names =
        parties.stream().limit(NAMED).map(Party::toString).collect(Collectors.joining(", "));
    int more = parties.size() - NAMED;
    return more > 0 ? names + " and " + more + " more" : names;
  }
}
