package dev.portside.pictures;

import dev.portside.pictures.Picture.Box;
import dev.portside.pictures.Picture.Edge;
import dev.portside.pictures.Picture.Item;
import dev.portside.report.Statement;
import dev.portside.traffic.Flows;
import dev.portside.traffic.Traffic;
import dev.portside.yaml.Plain;
import java.util.ArrayList;
import java.util.List;

/**
 * Flows as a Mermaid flowchart: pods with their processes, everybody else around them, and who
 * encrypts what by label, line and colour.
 */
public final class FlowMermaid {

  private final StringBuilder out = new StringBuilder();

  private FlowMermaid() {}

  /** Returns the text of the chart, which ends in a line end. */
  public static String of(Traffic traffic, Flows flows, Statement statement) {
    FlowMermaid chart = new FlowMermaid();
    chart.draw(Picture.of(traffic, flows), statement);
    return chart.out.toString();
  }

  private void draw(Picture picture, Statement statement) {
    line("flowchart LR");
    line("  accTitle: Connections, and who encrypts them");
    line("  accDescr: " + description(statement));
    if (picture.boxes().isEmpty()) {
      line("  none[\"no connections\"]");
    }
    picture.boxes().forEach(this::box);
    picture.edges().forEach(this::edge);
    styles(picture);
  }

  private static String description(Statement statement) {
    return PictureWords.counts(statement).replace(";", ",");
  }

  private void box(Box box) {
    List<String> lines = new ArrayList<>(List.of(box.title()));
    lines.addAll(box.lines());
    String label = label(lines);
    if (box.isPods()) {
      line("  subgraph %s[%s]".formatted(box.id(), label));
      for (Item item : box.items()) {
        String name = label(List.of(item.name()));
        String shape = item.proxy() ? "{{%s}}" : "[%s]";
        line("    " + item.id() + shape.formatted(name) + ":::" + (item.proxy() ? "proxy" : "app"));
      }
      line("  end");
    } else if (box.kind().equals(Picture.MEETING)) {
      line("  %s((%s)):::meeting".formatted(box.id(), label));
    } else {
      lines.add(box.kind());
      line("  %s([%s]):::outside".formatted(box.id(), label(lines)));
    }
  }

  private void edge(Edge edge) {
    String arrow = arrow(edge);
    String text = edge.label().isEmpty() ? "" : "|" + label(List.of(edge.label())) + "|";
    line("  " + edge.from() + " " + arrow + text + " " + edge.to());
  }

  private static String arrow(Edge edge) {
    boolean both = edge.both();
    if (edge.result() == null) {
      return "---";
    }
    return switch (edge.result()) {
      case PROTECTED -> both ? "<-->" : "-->";
      case DOUBLE -> both ? "<==>" : "==>";
      case PLAINTEXT, UNKNOWN -> both ? "<-.->" : "-.->";
      case BROKEN, REFUSED -> both ? "x--x" : "--x";
      case LOOPBACK -> "-->";
    };
  }

  private void styles(Picture picture) {
    line("  classDef app fill:#ffffff,stroke:#57606a,color:#1f2328");
    line("  classDef proxy fill:#eaeef2,stroke:#57606a,color:#1f2328");
    line("  classDef outside fill:#ddf4ff,stroke:#0969da,color:#1f2328");
    line("  classDef meeting fill:#ffffff,stroke:#57606a,color:#1f2328");
    for (int i = 0; i < picture.edges().size(); i++) {
      line("  linkStyle %d %s".formatted(i, stroke(picture.edges().get(i))));
    }
  }

  private static String stroke(Edge edge) {
    if (edge.result() == null) {
      return "stroke:#8c959f,stroke-width:1px";
    }
    return switch (edge.result()) {
      case PROTECTED -> "stroke:#1a7f37,stroke-width:2px";
      case DOUBLE -> "stroke:#1b7c83,stroke-width:4px";
      case PLAINTEXT -> "stroke:#bc4c00,stroke-width:4px";
      case BROKEN -> "stroke:#cf222e,stroke-width:4px";
      case REFUSED -> "stroke:#a40e26,stroke-width:2px";
      case UNKNOWN -> "stroke:#8250df,stroke-width:3px";
      case LOOPBACK -> "stroke:#8c959f,stroke-width:1px";
    };
  }

  private static String label(List<String> lines) {
    return "\"" + String.join("<br/>", lines.stream().map(FlowMermaid::text).toList()) + "\"";
  }

  /**
   * Mermaid reads quotes, entities, Markdown and HTML in labels, and takes any character as its
   * code. Dots and hyphens within words are not Markdown.
   */
  static String text(String text) {
    String plain = Plain.of(text);
    StringBuilder out = new StringBuilder(plain.length() + 16);
    for (int i = 0; i < plain.length(); i = plain.offsetByCodePoints(i, 1)) {
      int c = plain.codePointAt(i);
      boolean inWord = i > 0 && Character.isLetter(plain.codePointBefore(i));
      boolean safe = c == ' ' || c == ',' || c == '/' && i > 0 || inWord && (c == '.' || c == '-');
      if (safe || Character.isLetterOrDigit(c)) {
        out.appendCodePoint(c);
      } else {
        out.append('#').append(c).append(';');
      }
    }
    return out.toString();
  }

  private void line(String line) {
    out.append(line).append('\n');
  }
}
