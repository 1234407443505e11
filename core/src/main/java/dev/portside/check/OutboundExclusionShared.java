package dev.portside.check;

import dev.portside.check.ServedPorts.Place;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Exemption;
import dev.portside.traffic.Party;
import dev.portside.traffic.Presence;
import dev.portside.traffic.ServerEnd;
import dev.portside.traffic.Tri;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A port is excluded outbound by its number, and a member of the mesh is called on that number too.
 */
final class OutboundExclusionShared extends Rule {

  private static final int NAMED = 3;

  OutboundExclusionShared() {
    super(
        "outbound-exclusion-shared",
        Severity.ERROR,
        Rank.POSSIBILITY,
        "an excluded outbound port is also the port of a Service in the mesh");
  }

  @Override
  public void check(Scene scene, Found found) {
    ServedPorts served = new ServedPorts(scene);
    IdentityHashMap<ServerEnd, Boolean> refusing = new IdentityHashMap<>();
    for (Workload workload : scene.manifests().workloads()) {
      Capture capture = scene.traffic().capture(workload);
      Presence presence = capture.on(new Party.Pods(workload));
      if (presence.meshed() != Tri.NO) {
        for (Exemption exemption : capture.exemptions(workload)) {
          if (exemption.direction() == Direction.OUTBOUND) {
            List<Place> others = served.beside(workload, exemption.port(), p -> true, NAMED + 1);
            if (!others.isEmpty()) {
              boolean refuses = refusesSome(scene, served, workload, exemption.port(), refusing);
              found.add(finding(scene, workload, exemption, others, refuses));
            }
          }
        }
      }
    }
  }

  /** Each place is judged once, whoever excludes its port. */
  private static boolean refusesSome(
      Scene scene,
      ServedPorts served,
      Workload workload,
      int port,
      IdentityHashMap<ServerEnd, Boolean> refusing) {
    Predicate<Place> refuses =
        place ->
            refusing.computeIfAbsent(place.end(), end -> Stranger.isRefused(scene.traffic(), end));
    return !served.beside(workload, port, refuses, 1).isEmpty();
  }

  private Finding.Builder finding(
      Scene scene, Workload workload, Exemption exemption, List<Place> others, boolean refuses) {
    Capture capture = scene.traffic().capture(workload);
    String mesh = capture.mesh();
    String names =
        others.stream()
            .limit(NAMED)
            .map(place -> place.service().toString())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return at(workload.resource(), exemption.field())
        .severity(refuses ? Severity.ERROR : Severity.WARNING)
        .message(
            "outbound %s is excluded, and is also the port of %s%s, which %s has"
                .formatted(
                    exemption.text(), names, others.size() > NAMED ? " and others" : "", mesh))
        .why(
            refuses
                ? "a call to it would leave %s, and its proxy refuses everything but mTLS"
                    .formatted(mesh)
                : "a call to it would leave %s: it would not be encrypted, and would not prove an identity"
                    .formatted(mesh))
        .help(
            "give one of the two another port, or exclude by address instead of port what must stay"
                + " out of the mesh")
        .addCauses(Cause.capture(workload, Direction.OUTBOUND, exemption.port()))
        .assumed(capture.on(new Party.Pods(workload)).assumed());
  }
}
