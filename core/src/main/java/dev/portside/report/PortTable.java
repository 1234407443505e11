package dev.portside.report;

import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Party;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.Tri;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Each port of each workload as a table of text: who uses it, who encrypts it, excluded or not,
 * why.
 */
public final class PortTable {

  private static final List<String> HEADER =
      List.of("PORT", "DIRECTION", "PROCESS", "PEER", "PURPOSE", "ENCRYPTED BY", "CAPTURE", "WHY");

  private static final Comparator<End> ORDER =
      Comparator.<End, Direction>comparing(end -> end.use().direction())
          .thenComparing(end -> end.wire().port())
          .thenComparing(end -> end.use().role())
          .thenComparing(end -> end.use().purpose());

  private PortTable() {}

  /** Returns the tables of all workloads, in the order of the set. */
  public static String of(Traffic traffic) {
    StringBuilder out = new StringBuilder();
    for (Workload workload : traffic.manifests().workloads()) {
      if (!out.isEmpty()) {
        out.append('\n');
      }
      append(traffic, workload, out);
    }
    return out.toString();
  }

  private static void append(Traffic traffic, Workload workload, StringBuilder out) {
    Capture capture = traffic.capture(workload);
    String sidecar =
        switch (capture.on(new Party.Pods(workload)).meshed()) {
          case YES -> "has a sidecar of ";
          case NO -> "has no sidecar of ";
          case UNKNOWN -> "may have a sidecar of ";
        };
    out.append(workload).append(' ').append(sidecar).append(capture.mesh());
    out.append(": ").append(capture.on(new Party.Pods(workload)).reason()).append('\n');
    List<List<String>> rows = new ArrayList<>();
    traffic.ends(workload).stream()
        .sorted(ORDER)
        .map(end -> row(traffic, end))
        .distinct()
        .forEach(rows::add);
    if (rows.isEmpty()) {
      out.append("  nobody is known to use a port of it\n");
    } else {
      rows.add(0, HEADER);
      layOut(rows, out);
    }
  }

  private static List<String> row(Traffic traffic, End end) {
    int port = end.wire().port();
    return List.of(
        port == 0 ? "?" : Integer.toString(port),
        end.use().direction().word(),
        end.use().process(),
        end.use().peer().toString(),
        end.use().purpose(),
        encryption(traffic, end),
        captured(end),
        why(traffic, end));
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

  private static String captured(End end) {
    if (end.use().direction() == Direction.LOOPBACK) {
      return "-";
    }
    Tri captured = end.presence().meshed() == Tri.NO ? Tri.NO : end.verdict().captured();
    return switch (captured) {
      case YES -> "captured";
      case NO -> "excluded";
      case UNKNOWN -> "unknown";
    };
  }

  /** What both ends make of it where they are known, else what the process does itself. */
  private static String encryption(Traffic traffic, End end) {
    Set<String> answers = new LinkedHashSet<>();
    for (Flow flow : traffic.flows(end)) {
      answers.add(encryption(flow.outcome()));
    }
    if (answers.isEmpty()) {
      String own = end.use().protection().toString();
      answers.add(own.equals("none") ? "nobody" : own);
    }
    return String.join(" or ", answers);
  }

  private static String encryption(Outcome outcome) {
    return switch (outcome.result()) {
      case PROTECTED, DOUBLE -> String.join(" around ", outcome.layers());
      case PLAINTEXT, LOOPBACK -> outcome.layers().isEmpty() ? "nobody" : outcome.layers().get(0);
      case BROKEN -> "nobody: it fails";
      case UNKNOWN -> "unknown";
    };
  }

  private static void layOut(List<List<String>> rows, StringBuilder out) {
    int[] widths = new int[HEADER.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }
}
