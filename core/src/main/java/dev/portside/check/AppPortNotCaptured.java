package dev.portside.check;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Need;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Party;
import dev.portside.traffic.ServerEnd;
import dev.portside.traffic.ServerFirst;
import dev.portside.traffic.Tri;
import java.util.List;

/** The port that an app serves is kept out of the mesh, though its callers are in it. */
final class AppPortNotCaptured extends Rule {

  private static final int NAMED = 3;

  AppPortNotCaptured() {
    super(
        "app-port-not-captured",
        Severity.ERROR,
        Rank.NEED,
        "a port that a Service exposes is excluded from the mesh");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Workload workload : scene.manifests().workloads()) {
      for (End end : scene.traffic().ends(workload)) {
        if (end instanceof ServerEnd server
            && server.use().need() == Need.CAPTURE
            && server.isExcluded()
            && !isLeftForStrangers(scene, server)) {
          found.add(finding(scene, workload, server));
        }
      }
    }
  }

  /**
   * Where the server speaks first, the mesh's proxy waits for strangers' first bytes forever: for
   * their sake alone the port is rightly left.
   */
  private static boolean isLeftForStrangers(Scene scene, ServerEnd server) {
    List<Flow> flows = scene.traffic().flows(server);
    return !flows.isEmpty()
        && flows.stream().allMatch(flow -> flow.client().captured() == Tri.NO)
        && flows.stream().anyMatch(flow -> ServerFirst.isSpoken(flow.client(), server));
  }

  private Finding.Builder finding(Scene scene, Workload workload, ServerEnd end) {
    Capture capture = scene.traffic().capture(workload);
    List<Edit> edits = capture.take(end.use(), end.wire());
    boolean repairs = scene.traffic().flows(end).stream().noneMatch(f -> breaks(scene, f));
    List<String> callers = callers(scene, end);
    boolean refuses = Stranger.isRefused(scene.traffic(), end);
    boolean met = !callers.isEmpty() || refuses;
    return at(workload.resource(), edits)
        .severity(met ? Severity.ERROR : Severity.WARNING)
        .message(
            "%s leaves inbound port %d alone, which is %s"
                .formatted(capture.mesh(), end.wire().podPort(), end.use().purpose()))
        .why(why(capture, end, callers, refuses))
        .help(capture.taking(end, edits))
        .edits(repairs ? edits : List.of())
        .addCauses(Cause.capture(workload, Direction.INBOUND, end.wire().podPort()))
        .assumed(end.presence().assumed());
  }

  /**
   * Whether a known call fails though the mesh takes the port: then more than the list is wrong.
   */
  private static boolean breaks(Scene scene, Flow flow) {
    Outcome taken =
        scene.traffic().outcome(flow.client(), flow.server().ifCaptured(true), flow.meeting());
    return taken.isBroken();
  }

  private static String why(Capture capture, End end, List<String> callers, boolean refuses) {
    String mesh = capture.mesh();
    String callersWords =
        callers.isEmpty()
            ? "callers in the mesh send"
            : "%s, in the mesh, sends".formatted(String.join(", ", callers));
    return "policies of %s are not enforced on it%s, and %s the app mTLS that it cannot read; left because %s"
        .formatted(
            mesh,
            refuses ? ", so it lets in plaintext that " + mesh + " is set to refuse" : "",
            callersWords,
            end.verdict().reason());
  }

  /** Who in the mesh is known to call it: pods, or what lets requests in through a gateway. */
  private static List<String> callers(Scene scene, End server) {
    return scene.traffic().flows(server).stream()
        .filter(flow -> flow.client().captured() == Tri.YES)
        .map(flow -> flow.client().use())
        .map(use -> use.party().is(Party.Kind.GATEWAY) ? use.purpose() : use.party().toString())
        .distinct()
        .sorted()
        .limit(NAMED)
        .toList();
  }
}
