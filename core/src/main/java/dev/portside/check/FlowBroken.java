package dev.portside.check;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
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
        .flatMap(flow -> finding(scene, flow).stream());
  }

  private static Optional<Finding> finding(Scene scene, Flow flow) {
    Optional<Workload> client = flow.client().use().party().workload();
    Optional<Workload> server = flow.server().use().party().workload();
    return server.or(() -> client).map(at -> finding(scene, flow, at));
  }

  private static Finding finding(Scene scene, Flow flow, Workload at) {
    Resource resource = at.resource();
    List<Edit> repair = repair(scene, flow);
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
            .help(
                repair.isEmpty()
                    ? "let both ends agree: leave the port to the mesh at both, or exclude it at both"
                    : "one end's edit repairs it: " + target(repair))
            .edits(repair);
    causes(finding, flow.client(), flow.clients(), Direction.OUTBOUND);
    causes(finding, flow.server(), flow.servers(), Direction.INBOUND);
    return finding.build();
  }

  private static String target(List<Edit> repair) {
    Edit edit = repair.get(0);
    return "%s of %s".formatted(edit.field().last(), edit.target().ref());
  }

  /**
   * What one end alone can do so that the connection works and is protected. Where several clients
   * or servers are concerned, a human decides.
   */
  private static List<Edit> repair(Scene scene, Flow flow) {
    End client = flow.client();
    End server = flow.server();
    Capture atClient = scene.traffic().capture(client.use().party());
    Capture atServer = scene.traffic().capture(server.use().party());
    if (flow.servers().size() == 1 && works(atServer, client, server.ifCaptured(true), flow)) {
      List<Edit> edits = atServer.take(server.use(), server.wire());
      if (!edits.isEmpty()) {
        return edits;
      }
    }
    if (flow.clients().size() > 1) {
      return List.of();
    }
    if (works(atClient, client.ifCaptured(true), server, flow)) {
      return atClient.take(client.use(), client.wire());
    }
    return works(atClient, client.ifCaptured(false), server, flow)
        ? atClient.bypass(client.use(), client.wire())
        : List.of();
  }

  private static boolean works(Capture mesh, End client, End server, Flow flow) {
    Outcome.Result result = mesh.outcome(client, server, flow.meeting()).result();
    return result == Outcome.Result.PROTECTED || result == Outcome.Result.DOUBLE;
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
