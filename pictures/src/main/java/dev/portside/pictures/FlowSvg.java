package dev.portside.pictures;

import dev.portside.pictures.Picture.Box;
import dev.portside.pictures.Picture.Edge;
import dev.portside.pictures.Picture.Item;
import dev.portside.pictures.PictureLayout.Area;
import dev.portside.pictures.PictureLayout.Point;
import dev.portside.report.Markup;
import dev.portside.report.Statement;
import dev.portside.traffic.Flows;
import dev.portside.traffic.Outcome.Result;
import dev.portside.traffic.Traffic;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Flows as a picture: one SVG file without any request, in the colours that the reader's system
 * prefers. What becomes of a connection is told by label, colour and line.
 */
public final class FlowSvg {

  private static final double HEAD = 8;
  private static final double ROUND = 60;
  private static final double LEGEND = 34;
  private static final double LEGEND_GAP = 58;

  private final Picture picture;
  private final PictureLayout layout;
  private final @Nullable List<List<Integer>> rows;
  private final Markup out = new Markup();

  private FlowSvg(Picture picture, @Nullable List<List<Integer>> rows) {
    this.picture = picture;
    this.layout = PictureLayout.of(picture);
    this.rows = rows;
  }

  /** Returns the file's text. */
  public static String of(Traffic traffic, Flows flows, Statement statement) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + new FlowSvg(Picture.of(traffic, flows), null).draw(statement);
  }

  /**
   * Returns the element for a page that brings the style itself, and reacts to the pointer.
   *
   * @param rows for each edge the rows of the page's table that tell more
   */
  static String inPage(Picture picture, Statement statement, List<List<Integer>> rows) {
    return new FlowSvg(picture, rows).draw(statement);
  }

  private boolean inPage() {
    return rows != null;
  }

  private String draw(Statement statement) {
    Area size = layout.size();
    double legend = Statement.ORDER.stream().mapToDouble(FlowSvg::legend).sum();
    String width = number(inPage() ? size.width() : Math.max(size.width(), legend + HEAD));
    String height = number(size.height() + (inPage() ? 0 : LEGEND));
    Map<String, String> attributes =
        Markup.with(
            "xmlns",
            "http://www.w3.org/2000/svg",
            "class",
            "picture",
            "width",
            width,
            "height",
            height,
            "viewBox",
            "0 0 " + width + " " + height,
            "role",
            inPage() ? "group" : "img",
            "aria-labelledby",
            "picture-title picture-desc");
    out.open("svg", attributes).line();
    out.leaf("title", "Connections, and who encrypts them", "id", "picture-title");
    out.leaf("desc", PictureWords.counts(statement), "id", "picture-desc").line();
    if (!inPage()) {
      out.open("style").raw(Texts.of("picture.css")).close("style").line();
      out.empty("rect", "class", "paper", "width", width, "height", height).line();
    }
    picture.boxes().forEach(this::box);
    for (int i = 0; i < picture.edges().size(); i++) {
      edge(i);
    }
    if (!inPage()) {
      legend(size.height());
    }
    return out.close("svg").line().toString();
  }

  private void box(Box box) {
    Area area = layout.area(box.id());
    String style = box.isPods() ? "pod" : box.kind().equals(Picture.MEETING) ? "meeting" : "party";
    out.open("g", "class", "box " + style, "data-box", box.id());
    out.leaf("title", box.title());
    rectangle(area, box.isPods() ? 4 : Math.min(area.height(), ROUND) / 2);
    List<String> lines = PictureLayout.lines(box);
    double spare = area.height() - lines.size() * PictureLayout.LINE - HEAD;
    double top = area.y() + (box.isPods() ? 0 : Math.max(0, spare / 2));
    for (int i = 0; i < lines.size(); i++) {
      double y = top + (i + 1) * PictureLayout.LINE + 1;
      text(lines.get(i), area.x() + area.width() / 2, y, i == 0 ? "name" : "note");
    }
    for (Item item : box.items()) {
      Area inner = layout.area(item.id());
      out.open("g", "class", item.proxy() ? "process proxy" : "process");
      out.leaf("title", item.name());
      rectangle(inner, item.proxy() ? inner.height() / 2 : 3);
      double y = inner.y() + inner.height() / 2 + 4;
      text(PictureLayout.cut(item.name()), inner.x() + inner.width() / 2, y, "item");
      out.close("g");
    }
    out.close("g").line();
  }

  private void rectangle(Area area, double round) {
    out.empty(
        "rect",
        "x",
        number(area.x()),
        "y",
        number(area.y()),
        "width",
        number(area.width()),
        "height",
        number(area.height()),
        "rx",
        number(round));
  }

  private void text(String text, double x, double y, String style) {
    out.leaf("text", text, "x", number(x), "y", number(y), "class", style);
  }

  private void edge(int index) {
    Edge edge = picture.edges().get(index);
    List<Point> line = layout.line(index);
    if (line.size() < 2) {
      return;
    }
    out.open("g", attributes(edge, index));
    out.leaf("title", title(edge));
    String path = path(line);
    out.empty("path", "class", "reach", "d", path);
    out.empty("path", "class", "line", "d", path);
    if (edge.result() != null) {
      head(line.get(line.size() - 2), line.get(line.size() - 1));
      if (edge.both()) {
        head(line.get(1), line.get(0));
      }
      Area area = layout.label(index);
      rectangle(area, 3);
      double x = area.x() + area.width() / 2;
      text(edge.label(), x, area.y() + area.height() - 4, "label");
    }
    out.close("g").line();
  }

  private Map<String, String> attributes(Edge edge, int index) {
    Map<String, String> attributes = Markup.with("class", "edge " + edge.style());
    if (rows == null) {
      return attributes;
    }
    attributes.put("data-boxes", PictureRow.boxOf(edge.from()) + " " + PictureRow.boxOf(edge.to()));
    attributes.put(
        "data-rows", String.join(" ", rows.get(index).stream().map(String::valueOf).toList()));
    if (edge.result() != null) {
      attributes.put("tabindex", "0");
      attributes.put("role", "button");
      attributes.put("aria-label", edge.label() + ": " + title(edge));
    }
    return attributes;
  }

  private String title(Edge edge) {
    if (edge.result() == null) {
      return "taken by the pod's own proxy";
    }
    String first = PictureWords.sentence(picture.flows().get(edge.flows().get(0)));
    int more = edge.flows().size() - 1;
    return more == 0 ? first : first + " (and %,d more)".formatted(more);
  }

  private static String path(List<Point> line) {
    StringBuilder path = new StringBuilder();
    for (Point point : line) {
      path.append(path.isEmpty() ? "M" : " L").append(number(point.x())).append(' ');
      path.append(number(point.y()));
    }
    return path.toString();
  }

  private void head(Point from, Point to) {
    double length = Math.max(Math.hypot(to.x() - from.x(), to.y() - from.y()), 0.1);
    double x = (to.x() - from.x()) / length * HEAD;
    double y = (to.y() - from.y()) / length * HEAD;
    String points =
        "%s,%s %s,%s %s,%s"
            .formatted(
                number(to.x()),
                number(to.y()),
                number(to.x() - x - y / 2),
                number(to.y() - y + x / 2),
                number(to.x() - x + y / 2),
                number(to.y() - y - x / 2));
    out.empty("polygon", "class", "head", "points", points);
  }

  /** What the kinds of lines mean. */
  private void legend(double top) {
    double y = top + LEGEND / 2;
    double x = 16;
    for (Result result : Statement.ORDER) {
      out.open("g", "class", "edge legend " + result.word());
      out.empty("path", "class", "line", "d", "M%s %s h28".formatted(number(x), number(y)));
      text(key(result), x + 34, y + 4, "key");
      out.close("g").line();
      x += legend(result);
    }
  }

  private static double legend(Result result) {
    return key(result).length() * PictureLayout.LETTER + LEGEND_GAP;
  }

  private static String key(Result result) {
    return result.word() + ": " + PictureWords.meaning(result);
  }

  private static String number(double value) {
    double rounded = Math.round(value * 10) / 10.0;
    return rounded == Math.rint(rounded)
        ? Long.toString((long) rounded)
        : String.format(Locale.ROOT, "%.1f", rounded);
  }
}
