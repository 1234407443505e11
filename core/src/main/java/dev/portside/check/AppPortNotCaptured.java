package dev.portside.check;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Meeting;
import dev.portside.traffic.Need;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Protection;
import dev.portside.traffic.Tri;
import dev.portside.traffic.Wire;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The port that an app serves is kept out of the mesh, though its callers are in it. */
final class AppPortNotCaptured implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "app-port-not-captured",
          Severity.ERROR,
          Rank.NEED,
          "a port that a Service exposes is excluded from the mesh");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (Workload workload : scene.manifests().workloads()) {
      for (End end : scene.traffic().ends(workload)) {
        boolean left =
            end.use().direction() == Direction.INBOUND
                && end.use().need() == Need.CAPTURE
                && end.presence().meshed() != Tri.NO
                && end.verdict().captured() == Tri.NO;
        if (left) {
          findings.add(finding(scene, workload, end));
        }
      }
    }
    return findings.stream();
  }

  private static Finding finding(Scene scene, Workload workload, End end) {
    Capture capture = scene.traffic().capture(workload);
    List<Edit> edits = capture.take(end.use(), end.wire());
    Pointer field = edits.isEmpty() ? Pointer.root() : edits.get(0).field();
    boolean met = metByMeshClient(scene, end) || isStrict(capture, end);
    Finding.Builder finding =
        Finding.of(INFO, workload.resource(), field)
            .severity(met ? Severity.ERROR : Severity.WARNING)
            .message(
                "%s leaves inbound port %d alone, which is %s"
                    .formatted(capture.mesh(), end.wire().podPort(), end.use().purpose()))
            .why(
                "policies of %s are not enforced on it, and callers in the mesh send the app mTLS that"
                        .formatted(capture.mesh())
                    + " it cannot read; left because "
                    + end.verdict().reason())
            .help(help(capture, edits, end.wire().podPort()))
            .edits(edits)
            .addCauses(Cause.capture(workload, Direction.INBOUND, end.wire().podPort()));
    if (end.presence().meshed() == Tri.UNKNOWN) {
      finding.addAssumed(end.presence().reason());
    }
    return finding.build();
  }

  /** A list of what is captured lacks the port; a list of what is left names it. */
  private static String help(Capture capture, List<Edit> edits, int port) {
    if (edits.isEmpty()) {
      return "let %s capture inbound port %d".formatted(capture.mesh(), port);
    }
    String list = edits.get(0).field().last();
    return edits.get(0) instanceof Edit.AddToList
        ? "add %d to %s".formatted(port, list)
        : "remove %d from %s".formatted(port, list);
  }

  private static boolean metByMeshClient(Scene scene, End server) {
    return scene.traffic().flows(server).stream()
        .anyMatch(flow -> flow.client().captured() == Tri.YES || isGateway(flow.client()));
  }

  /**
   * Whether the mesh, if it took the port, would refuse a stranger's plaintext: that is lost here.
   */
  private static boolean isStrict(Capture capture, End server) {
    PortUse stranger =
        PortUse.builder()
            .party(new Party.Outside(Party.Kind.EXTERNAL, "", "a stranger"))
            .process("stranger")
            .peer(new Peer.Group("strangers", server.wire().podPort(), false))
            .protection(Protection.plaintext())
            .role("stranger")
            .group("stranger")
            .claimant("core")
            .purpose("a call from outside the mesh")
            .fact("none: a question to the mesh")
            .build();
    Wire wire = server.wire();
    End client =
        new End(
            stranger,
            wire,
            capture.on(stranger.party()),
            capture.of(stranger, wire),
            capture.facet(stranger, wire));
    Outcome outcome =
        capture.outcome(client, server.ifCaptured(true), new Meeting(stranger.peer(), wire));
    return outcome.result() == Outcome.Result.BROKEN;
  }

  private static boolean isGateway(End client) {
    return client.use().party() instanceof Party.Outside outside
        && outside.kind() == Party.Kind.GATEWAY;
  }
}
