package dev.portside.check;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Presence;
import dev.portside.traffic.ServerEnd;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The base of rules that find a connection in a mesh's hands though its owner asked that the mesh
 * leaves it. The claimant gives id, choice and text; capture and edits are the mesh's.
 *
 * <p>Several roles on one port of a workload are one finding.
 */
public abstract class UnmetBypass implements Rule {

  /** A message names what it finds in an order that does not depend on that of the set. */
  private static final Comparator<End> WORDING =
      Comparator.<End, String>comparing(end -> end.use().role())
          .thenComparing(end -> end.use().purpose())
          .thenComparing(end -> end.use().peer().toString());

  private final RuleInfo info;
  private final Direction direction;

  /** Makes the rule for one direction. */
  protected UnmetBypass(RuleInfo info, Direction direction) {
    this.info = info;
    this.direction = direction;
  }

  /** The unmet ends at one port of a workload. */
  protected record Unmet(
      Scene scene, Capture capture, Workload workload, int port, List<End> ends) {

    /** Returns the first of the ends. */
    public End first() {
      return ends.get(0);
    }

    /** Returns the roles at the port, in words. */
    public String roles() {
      return ends.stream()
          .map(end -> end.use().role())
          .distinct()
          .collect(Collectors.joining(", "));
    }

    /** Returns whether the mesh, where it takes the port, refuses what is not its own mTLS. */
    public boolean isMtlsDemanded() {
      return first() instanceof ServerEnd server && Stranger.isRefused(scene.traffic(), server);
    }

    /** Returns what protects the connections at the port, in words. */
    public String protections() {
      return ends.stream()
          .map(end -> end.use().protection().toString())
          .distinct()
          .collect(Collectors.joining(", "));
    }
  }

  @Override
  public final RuleInfo info() {
    return info;
  }

  @Override
  public final Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    ServedPorts served = new ServedPorts(scene);
    for (Workload workload : scene.manifests().workloads()) {
      List<End> unmet = unmet(scene, workload);
      if (!unmet.isEmpty()) {
        byPort(scene, workload, unmet).forEach(each -> findings.add(finding(each, served)));
      }
    }
    return findings.stream();
  }

  private List<End> unmet(Scene scene, Workload workload) {
    List<End> unmet = new ArrayList<>();
    for (End end : scene.traffic().ends(workload)) {
      boolean taken =
          end.captured() == Tri.YES
              && end.use().direction() == direction
              && concerns(end)
              && scene.traffic().asksBypass(end);
      if (taken && !isTolerated(scene, end)) {
        unmet.add(end);
      }
    }
    return unmet;
  }

  private static Collection<Unmet> byPort(Scene scene, Workload workload, List<End> ends) {
    Capture capture = scene.traffic().capture(workload);
    Map<Integer, Unmet> byPort = new TreeMap<>();
    for (End end : ends) {
      byPort
          .computeIfAbsent(
              end.wire().port(),
              port -> new Unmet(scene, capture, workload, port, new ArrayList<>()))
          .ends()
          .add(end);
    }
    byPort.values().forEach(unmet -> unmet.ends().sort(WORDING));
    return byPort.values();
  }

  /** What the mesh takes at both ends and carries through all the same is its own to judge. */
  private static boolean isTolerated(Scene scene, End end) {
    return scene.strategy() == Strategy.TOLERATE && untolerated(scene, end).isEmpty();
  }

  /** The connections of an end that taking it at both ends does not carry, the worst first. */
  private static List<Flow> untolerated(Scene scene, End end) {
    return scene.traffic().flows(end).stream()
        .filter(flow -> !flow.outcome().isProtected())
        .sorted(Comparator.comparing(flow -> flow.outcome().result() == Outcome.Result.UNKNOWN))
        .toList();
  }

  /** Pods that may well be outside the mesh are not written to as if they were in it. */
  private Finding finding(Unmet unmet, ServedPorts served) {
    Presence presence = unmet.first().presence();
    boolean unsure = presence.meshed() == Tri.UNKNOWN;
    boolean guessed = unsure && !presence.hinted();
    Optional<Flow> untolerated =
        unmet.scene().strategy() == Strategy.TOLERATE
            ? unmet.ends().stream().flatMap(e -> untolerated(unmet.scene(), e).stream()).findFirst()
            : Optional.empty();
    boolean open =
        untolerated.filter(f -> f.outcome().result() == Outcome.Result.UNKNOWN).isPresent();
    Severity severity = guessed || open ? Severity.INFO : severity(unmet);
    boolean shared = isShared(unmet, served);
    List<Edit> edits = edits(unmet);
    boolean offered = !guessed && !shared && carriesEdit(severity, unmet);
    Pointer field = edits.isEmpty() ? Pointer.root() : edits.get(0).field();
    Finding.Builder finding =
        Finding.of(info, unmet.workload().resource(), field)
            .severity(severity)
            .message(message(unmet))
            .why(
                why(unmet)
                    + "; captured because "
                    + unmet.first().verdict().reason()
                    + untolerated.map(UnmetBypass::untolerated).orElse(""))
            .help(help(unmet, guessed, shared))
            .edits(offered ? edits : List.of())
            .addAllAssumed(assumed(unmet))
            .addCauses(Cause.capture(unmet.workload(), direction, unmet.port()));
    if (unsure) {
      finding.addAssumed(presence.reason());
    }
    return finding.build();
  }

  private static String untolerated(Flow flow) {
    return "; that is tolerated where both ends agree, but %s and %s do not: %s"
        .formatted(
            FlowFindings.names(flow.clients()),
            FlowFindings.names(flow.servers()),
            flow.outcome().reason());
  }

  private static List<Edit> edits(Unmet unmet) {
    List<Edit> edits = new ArrayList<>();
    for (End end : unmet.ends()) {
      for (Edit edit : unmet.capture().bypass(end.use(), end.wire())) {
        if (!edits.contains(edit)) {
          edits.add(edit);
        }
      }
    }
    return edits;
  }

  /**
   * Whether the pods dial somebody in the mesh on the same port, or may: a port that is left is
   * left for them too.
   */
  private boolean isShared(Unmet unmet, ServedPorts served) {
    Traffic traffic = unmet.scene().traffic();
    return direction == Direction.OUTBOUND
        && (served.isServedBeside(unmet.workload(), unmet.port())
            || traffic.ends(unmet.workload()).stream()
                .filter(end -> end.use().direction() == Direction.OUTBOUND)
                .filter(end -> end.wire().port() == unmet.port() && end.captured() == Tri.YES)
                .anyMatch(end -> !traffic.asksBypass(end) && traffic.meshed(end) == Tri.YES));
  }

  private String help(Unmet unmet, boolean guessed, boolean shared) {
    String help = guessed ? "if its pods are in the mesh, " + help(unmet) : help(unmet);
    return shared
        ? help
            + ", by its address instead of its port, or give one of the two another port: a Service in"
            + " the mesh has the same one"
        : help;
  }

  /** Returns whether an end is one of those that this rule is about. */
  protected abstract boolean concerns(End end);

  /** Returns how much it matters. */
  protected Severity severity(Unmet unmet) {
    return info.severity();
  }

  /** Returns whether the edit is offered; it is unless a rule knows better. */
  protected boolean carriesEdit(Severity severity, Unmet unmet) {
    return true;
  }

  /** Returns what is taken for granted beside that the pods are in the mesh; nothing by default. */
  protected List<String> assumed(Unmet unmet) {
    return List.of();
  }

  /** Returns what is, in a sentence without a period. */
  protected abstract String message(Unmet unmet);

  /** Returns what happens at run time, in a sentence without a period. */
  protected abstract String why(Unmet unmet);

  /** Returns what to do. */
  protected abstract String help(Unmet unmet);
}
