package dev.portside.check;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Exemption;
import dev.portside.traffic.Party;
import dev.portside.traffic.Tri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A port is excluded outbound by its number, and a member of the mesh is called on that number too.
 */
final class OutboundExclusionShared implements Rule {

  private static final int NAMED = 3;

  private static final RuleInfo INFO =
      new RuleInfo(
          "outbound-exclusion-shared",
          Severity.ERROR,
          Rank.POSSIBILITY,
          "an excluded outbound port is also the port of a Service in the mesh");

  /** A Service, and pods behind it that the mesh has. */
  private record Place(ServiceView service, Workload workload) {
    boolean isOf(Workload other) {
      return workload.equals(other);
    }
  }

  /** Who is called on a port, and which of them refuse plaintext. */
  private record Served(List<Place> places, List<Place> refusing) {}

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    Map<Workload, List<Exemption>> exempted = exempted(scene);
    if (!exempted.isEmpty()) {
      Set<Integer> ports = new HashSet<>();
      exempted.values().forEach(all -> all.forEach(one -> ports.add(one.port())));
      Map<Integer, Served> served = served(scene, ports);
      exempted.forEach(
          (workload, exemptions) ->
              exemptions.forEach(
                  exemption -> check(scene, workload, exemption, served).forEach(findings::add)));
    }
    return findings.stream();
  }

  private static Map<Workload, List<Exemption>> exempted(Scene scene) {
    Map<Workload, List<Exemption>> exempted = new HashMap<>();
    for (Workload workload : scene.manifests().workloads()) {
      Capture capture = scene.traffic().capture(workload);
      List<Exemption> outbound =
          capture.exemptions(workload).stream()
              .filter(exemption -> exemption.direction() == Direction.OUTBOUND)
              .toList();
      if (!outbound.isEmpty() && capture.on(new Party.Pods(workload)).meshed() != Tri.NO) {
        exempted.put(workload, outbound);
      }
    }
    return exempted;
  }

  /**
   * Who in the mesh is called on each of the ports: a set may hold one for each of its workloads.
   */
  private static Map<Integer, Served> served(Scene scene, Set<Integer> ports) {
    Manifests manifests = scene.manifests();
    Map<Integer, Served> served = new HashMap<>();
    for (ServiceView service : manifests.services()) {
      for (ServiceView.Port port : service.ports()) {
        if (ports.contains(port.port())) {
          for (Workload workload : manifests.selectedBy(service)) {
            End end = end(scene, service, port, workload);
            if (end != null && isTaken(scene, end)) {
              Served there =
                  served.computeIfAbsent(
                      port.port(), p -> new Served(new ArrayList<>(), new ArrayList<>()));
              Place place = new Place(service, workload);
              there.places().add(place);
              if (Stranger.isRefused(scene.traffic().capture(workload), end)) {
                there.refusing().add(place);
              }
            }
          }
        }
      }
    }
    return served;
  }

  private static @Nullable End end(
      Scene scene, ServiceView service, ServiceView.Port port, Workload workload) {
    int podPort = service.isHeadless() ? port.port() : ServiceView.podPort(port, workload);
    return scene.traffic().inbound(workload, podPort);
  }

  /** What its owner asks the mesh to leave alone, callers rightly leave alone too. */
  private static boolean isTaken(Scene scene, End end) {
    return end.presence().meshed() == Tri.YES
        && end.captured() == Tri.YES
        && !scene.traffic().asksBypass(end);
  }

  private static Stream<Finding> check(
      Scene scene, Workload workload, Exemption exemption, Map<Integer, Served> served) {
    // Streams that stop early: a set may serve one port as often as it has workloads.
    Served all = served.get(exemption.port());
    List<Place> others =
        all == null
            ? List.of()
            : all.places().stream()
                .filter(place -> !place.isOf(workload))
                .limit(NAMED + 1)
                .toList();
    if (all == null || others.isEmpty()) {
      return Stream.of();
    }
    boolean refuses = all.refusing().stream().anyMatch(place -> !place.isOf(workload));
    return Stream.of(finding(scene, workload, exemption, others, refuses));
  }

  private static Finding finding(
      Scene scene, Workload workload, Exemption exemption, List<Place> others, boolean refuses) {
    String mesh = scene.traffic().capture(workload).mesh();
    String names =
        others.stream()
            .limit(NAMED)
            .map(place -> place.service().toString())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    Finding.Builder finding =
        Finding.of(INFO, workload.resource(), exemption.field())
            .severity(refuses ? Severity.ERROR : Severity.WARNING)
            .message(
                "outbound %s is excluded, and is also the port of %s%s, which %s has"
                    .formatted(
                        exemption.text(), names, others.size() > NAMED ? " and others" : "", mesh))
            .why(
                refuses
                    ? "a call to it would leave %s, and its proxy refuses what does not come as mTLS"
                        .formatted(mesh)
                    : "a call to it would leave %s: nobody encrypts it, and it proves no identity"
                        .formatted(mesh))
            .help(
                "give one of the two another port, or exclude what must be left alone by its address"
                    + " instead of its port")
            .addCauses(Cause.capture(workload, Direction.OUTBOUND, exemption.port()));
    Tri meshed = scene.traffic().capture(workload).on(new Party.Pods(workload)).meshed();
    if (meshed == Tri.UNKNOWN) {
      finding.addAssumed(scene.traffic().capture(workload).on(new Party.Pods(workload)).reason());
    }
    return finding.build();
  }
}
