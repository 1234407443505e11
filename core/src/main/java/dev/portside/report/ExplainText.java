package dev.portside.report;

import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Need;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Plain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Each port of each workload to read: who uses it, who encrypts it, whether the mesh takes it, what
 * decides that. Workloads that say the same are told together.
 */
public final class ExplainText {

  private static final List<String> HEADER =
      List.of("PORT", "DIRECTION", "PROCESS", "PEER", "ENCRYPTED BY", "MESH");

  /** So many names of workloads that are told together stand in the heading. */
  private static final int NAMES = 5;

  private final Ansi ansi;
  private final StringBuilder out = new StringBuilder();

  private ExplainText(Ansi ansi) {
    this.ansi = ansi;
  }

  /** Returns the explanation of all workloads of the set, without colour. */
  public static String of(Traffic traffic) {
    return of(traffic, traffic.manifests().workloads(), false);
  }

  /** Returns the explanation of some workloads of the set, with or without colour. */
  public static String of(Traffic traffic, Collection<Workload> workloads, boolean coloured) {
    Map<Object, List<WorkloadView>> alike = new LinkedHashMap<>();
    for (WorkloadView view : WorkloadView.of(traffic, workloads)) {
      alike.computeIfAbsent(view.shape(), shape -> new ArrayList<>(1)).add(view);
    }
    ExplainText text = new ExplainText(Ansi.of(coloured));
    alike.values().forEach(text::workloads);
    if (alike.isEmpty()) {
      text.out.append("the set has no workload\n");
    }
    return text.out.toString();
  }

  private void workloads(List<WorkloadView> views) {
    if (!out.isEmpty()) {
      out.append('\n');
    }
    WorkloadView first = views.get(0);
    List<String> names = new ArrayList<>();
    views.stream().limit(NAMES).map(WorkloadView::name).forEach(names::add);
    if (views.size() > NAMES) {
      names.add("%d more".formatted(views.size() - NAMES));
    }
    out.append(ansi.of(Ansi.BOLD, Plain.of(String.join(", ", names)))).append('\n');
    out.append("  ").append(sidecar(first)).append('\n');
    if (first.ports().isEmpty()) {
      out.append("  no client of its ports is known\n");
    } else {
      out.append('\n');
      table(first.ports());
    }
  }

  private static String sidecar(WorkloadView view) {
    String has =
        switch (view.presence().meshed()) {
          case YES -> "has a sidecar of ";
          case NO -> "has no sidecar of ";
          case UNKNOWN -> "may have a sidecar of ";
        };
    return has + view.mesh() + ": " + Plain.of(view.presence().reason());
  }

  private void table(List<PortView> ports) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    ports.forEach(port -> rows.add(row(port)));
    int[] widths = new int[HEADER.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    line(rows.get(0), widths, Ansi.FAINT);
    for (int i = 0; i < ports.size(); i++) {
      PortView port = ports.get(i);
      line(rows.get(i + 1), widths, port.met() == Tri.NO ? Ansi.RED : "");
      String margin = " ".repeat(widths[0] + 4);
      out.append(margin).append(Plain.of(port.purpose() + "; " + port.reason())).append('\n');
      out.append(margin).append(ansi.of(Ansi.FAINT, Plain.of(decided(port)))).append('\n');
    }
  }

  private static String decided(PortView port) {
    String source = "fact: " + port.fact();
    if (port.direction() == Direction.LOOPBACK) {
      return source;
    }
    return "decided by %s (%s); %s"
        .formatted(port.setting().key(), port.setting().source(), source);
  }

  private static List<String> row(PortView port) {
    return List.of(
        port.port() == 0 ? "?" : Integer.toString(port.port()),
        port.direction().word(),
        Plain.of(port.process()),
        Plain.of(port.peer()),
        port.encryption(),
        mesh(port));
  }

  private static String mesh(PortView port) {
    if (port.direction() == Direction.LOOPBACK) {
      return "-";
    }
    String is =
        switch (port.captured()) {
          case YES -> "captured";
          case NO -> "excluded";
          case UNKNOWN -> "unknown";
        };
    if (port.met() == Tri.YES) {
      return is;
    }
    return is + (port.need() == Need.CAPTURE ? ", must be captured" : ", should be excluded");
  }

  private void line(List<String> cells, int[] widths, String style) {
    StringBuilder line = new StringBuilder("  ");
    for (int i = 0; i < widths.length; i++) {
      line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
    }
    String text = line.toString().stripTrailing();
    out.append(style.isEmpty() ? text : ansi.of(style, text)).append('\n');
  }
}
