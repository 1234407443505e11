package dev.portside.report;

import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Need;
import dev.portside.traffic.Setting;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.Tri;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A port of a workload's pods in the words that all explanations use.
 *
 * @param port the port as the pod's own rules see it; 0 when it is unknown
 * @param direction which way its connections are opened
 * @param process the process that dials or listens
 * @param peer who is at the other end
 * @param role what it is for, by its stable name
 * @param purpose the same in words
 * @param protection how the processes protect it themselves
 * @param encryption who encrypts it in the end, where the other end is known
 * @param need what it asks of the mesh
 * @param captured whether the mesh takes it
 * @param met whether that is what it asks for
 * @param setting what decided that
 * @param reason why, in a sentence without a period
 * @param fact where the fact comes from
 */
record PortView(
    int port,
    Direction direction,
    String process,
    String peer,
    String role,
    String purpose,
    String protection,
    String encryption,
    Need need,
    Tri captured,
    Tri met,
    Setting setting,
    String reason,
    String fact) {

  private static final Comparator<PortView> ORDER =
      Comparator.comparing(PortView::direction)
          .thenComparing(PortView::port)
          .thenComparing(PortView::role)
          .thenComparing(PortView::peer)
          .thenComparing(PortView::purpose);

  /** Returns the ports of a workload, in an order that the order of documents does not change. */
  static List<PortView> of(Traffic traffic, Workload workload) {
    return traffic.ends(workload).stream()
        .map(end -> of(traffic, end))
        .distinct()
        .sorted(ORDER)
        .toList();
  }

  private static PortView of(Traffic traffic, End end) {
    return new PortView(
        end.wire().port(),
        end.use().direction(),
        end.use().process(),
        end.use().peer().toString(),
        end.use().role(),
        end.use().purpose(),
        end.use().protection().toString(),
        encryption(traffic, end),
        end.use().need(),
        captured(end),
        met(traffic, end),
        end.verdict().setting(),
        why(traffic, end),
        end.use().fact());
  }

  private static Tri captured(End end) {
    return end.use().direction() == Direction.LOOPBACK ? Tri.NO : end.captured();
  }

  private static Tri met(Traffic traffic, End end) {
    Tri captured = captured(end);
    if (end.use().need() == Need.CAPTURE || captured == Tri.UNKNOWN) {
      return captured;
    }
    return Tri.of(captured == Tri.NO || !traffic.asksBypass(end));
  }

  /** Returns what all of it has in common with the ports of workloads that are told together. */
  Object shape() {
    return List.of(
        port, direction, process, peer, role, protection, encryption, need, captured, met);
  }

  private static String why(Traffic traffic, End end) {
    String decided = end.verdict().reason();
    return switch (end.use().need()) {
      case ANY -> decided;
      case CAPTURE -> "the mesh must protect it; " + decided;
      case BYPASS -> "%s protects it already; %s".formatted(end.use().protection(), decided);
      case BYPASS_UNLESS_MESHED ->
          switch (traffic.meshed(end)) {
            case YES -> "the backend is in the mesh; " + decided;
            case NO -> "the backend is outside the mesh; " + decided;
            case UNKNOWN -> "the backend is not known to be in the mesh; " + decided;
          };
    };
  }

  /** What both ends make of it where they are known, else what the process does itself. */
  private static String encryption(Traffic traffic, End end) {
    Set<String> answers = new LinkedHashSet<>();
    for (Flow flow : traffic.flows(end)) {
      answers.add(FlowView.encryption(flow.outcome()));
    }
    if (answers.isEmpty()) {
      String own = end.use().protection().toString();
      answers.add(own.equals("none") ? "nobody" : own);
    }
    return String.join(" or ", answers);
  }
}
