package dev.portside.check;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Presence;
import dev.portside.traffic.Tri;
import dev.portside.traffic.Verdict;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
    for (Workload workload : scene.manifests().workloads()) {
      List<End> unmet = unmet(scene, workload);
      if (!unmet.isEmpty()) {
        byPort(scene, workload, unmet).forEach(each -> findings.add(finding(each)));
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
    List<Flow> flows =
        scene.strategy() == Strategy.TOLERATE ? scene.traffic().flows(end) : List.of();
    return !flows.isEmpty()
        && flows.stream()
            .map(flow -> flow.outcome().result())
            .allMatch(r -> r == Outcome.Result.DOUBLE || r == Outcome.Result.PROTECTED);
  }

  /** Pods that may well be outside the mesh are not written to as if they were in it. */
  private Finding finding(Unmet unmet) {
    Verdict verdict = unmet.first().verdict();
    List<Edit> edits = new ArrayList<>();
    for (End end : unmet.ends()) {
      for (Edit edit : unmet.capture().bypass(end.use(), end.wire())) {
        if (!edits.contains(edit)) {
          edits.add(edit);
        }
      }
    }
    Pointer field = edits.isEmpty() ? Pointer.root() : edits.get(0).field();
    Presence presence = unmet.first().presence();
    boolean unsure = presence.meshed() == Tri.UNKNOWN;
    boolean guessed = unsure && !presence.hinted();
    Severity severity = guessed ? Severity.INFO : severity(unmet);
    Finding.Builder finding =
        Finding.of(info, unmet.workload().resource(), field)
            .severity(severity)
            .message(message(unmet))
            .why(why(unmet) + "; captured because " + verdict.reason())
            .help(guessed ? "if its pods are in the mesh, " + help(unmet) : help(unmet))
            .edits(!guessed && carriesEdit(severity, unmet) ? edits : List.of())
            .addCauses(Cause.capture(unmet.workload(), direction, unmet.port()));
    if (unsure) {
      finding.addAssumed(presence.reason());
    }
    return finding.build();
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

  /** Returns what is, in a sentence without a period. */
  protected abstract String message(Unmet unmet);

  /** Returns what happens at run time, in a sentence without a period. */
  protected abstract String why(Unmet unmet);

  /** Returns what to do. */
  protected abstract String help(Unmet unmet);
}
