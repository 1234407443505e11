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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The base of rules that find a connection in a mesh's hands though its owner asked that the mesh
 * leaves it. The claimant gives id, choice and text; capture and edits are the mesh's.
 *
 * <p>Several roles on one port of a workload are one finding.
 */
public abstract class UnmetBypass extends Rule {

  /** A message names what it finds in an order that does not depend on that of the set. */
  private static final Comparator<End> WORDING =
      Comparator.<End, String>comparing(end -> end.use().role())
          .thenComparing(end -> end.use().purpose())
          .thenComparing(end -> end.use().peer().toString());

  private final Direction direction;

  /** Makes the rule for one direction. */
  protected UnmetBypass(
      String id, Severity severity, Rank rank, String summary, Direction direction) {
    super(id, severity, rank, summary);
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
      return words(end -> end.use().role());
    }

    /** Returns whether the mesh, where it takes the port, refuses what is not its own mTLS. */
    public boolean isMtlsDemanded() {
      return first() instanceof ServerEnd server && Stranger.isRefused(scene.traffic(), server);
    }

    /** Returns what protects the connections at the port, in words. */
    public String protections() {
      return words(end -> end.use().protection().toString());
    }

    /** Returns what each of the ends has to say, once. */
    public String words(Function<End, String> word) {
      return ends.stream().map(word).distinct().collect(Collectors.joining(", "));
    }

    /** Returns whether one of the ends is such. */
    public boolean has(Predicate<End> which) {
      return ends.stream().anyMatch(which);
    }

    /** Returns whether a connection at the port fails. */
    public boolean isBroken() {
      return has(
          end -> scene.traffic().flows(end).stream().anyMatch(flow -> flow.outcome().isBroken()));
    }
  }

  @Override
  public final void check(Scene scene, Found found) {
    ServedPorts served = new ServedPorts(scene);
    for (Workload workload : scene.manifests().workloads()) {
      Capture capture = scene.traffic().capture(workload);
      unmet(scene, workload)
          .forEach(
              (port, ends) ->
                  found.add(finding(new Unmet(scene, capture, workload, port, ends), served)));
    }
  }

  private Map<Integer, List<End>> unmet(Scene scene, Workload workload) {
    return scene.traffic().ends(workload).stream()
        .filter(end -> end.captured() == Tri.YES && end.use().direction() == direction)
        .filter(end -> concerns(scene, end) && scene.traffic().asksBypass(end))
        .filter(end -> !isTolerated(scene, end))
        .sorted(WORDING)
        .collect(
            Collectors.groupingBy(end -> end.wire().port(), TreeMap::new, Collectors.toList()));
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
  private Finding.Builder finding(Unmet unmet, ServedPorts served) {
    Presence presence = unmet.first().presence();
    boolean guessed = presence.meshed() == Tri.UNKNOWN && !presence.hinted();
    Optional<Flow> untolerated =
        unmet.scene().strategy() == Strategy.TOLERATE
            ? unmet.ends().stream().flatMap(e -> untolerated(unmet.scene(), e).stream()).findFirst()
            : Optional.empty();
    boolean open =
        untolerated.filter(f -> f.outcome().result() == Outcome.Result.UNKNOWN).isPresent();
    Severity severity = guessed || open ? Severity.INFO : severity(unmet);
    boolean shared = isShared(unmet, served);
    List<Edit> edits = edits(unmet);
    boolean offered = !guessed && !shared && carriesEdit(severity);
    return at(unmet.workload().resource(), edits)
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
        .addAllAssumed(presence.assumed())
        .addCauses(Cause.capture(unmet.workload(), direction, unmet.port()));
  }

  private static String untolerated(Flow flow) {
    return "; that is tolerated where both ends agree, but %s and %s do not: %s"
        .formatted(
            FlowRule.names(flow.clients()),
            FlowRule.names(flow.servers()),
            flow.outcome().reason());
  }

  private static List<Edit> edits(Unmet unmet) {
    return unmet.ends().stream()
        .flatMap(end -> unmet.capture().bypass(end.use(), end.wire()).stream())
        .distinct()
        .toList();
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
            + ", by its address instead of its port, or give one of the two another port: a Service"
            + " in the mesh has the same one"
        : help;
  }

  /** Returns whether an end is one of those that this rule is about. */
  protected abstract boolean concerns(Scene scene, End end);

  /** Returns how much it matters. */
  protected Severity severity(Unmet unmet) {
    return info().severity();
  }

  /** Returns whether the edit is offered; it is unless a rule knows better. */
  protected boolean carriesEdit(Severity severity) {
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
