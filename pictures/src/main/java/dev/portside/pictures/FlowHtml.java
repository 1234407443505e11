package dev.portside.pictures;

import dev.portside.pictures.Picture.Box;
import dev.portside.report.FlowView;
import dev.portside.report.Json;
import dev.portside.report.Markup;
import dev.portside.report.Statement;
import dev.portside.traffic.Flows;
import dev.portside.traffic.Outcome.Result;
import dev.portside.traffic.Traffic;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Flows as one page that needs nothing else and asks nobody: what the report rests on, the picture,
 * and a table, with filters. A policy in the page forbids any request and any script but its own.
 */
public final class FlowHtml {

  private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z]+)}}");

  /** Longer lists are opened on demand. */
  private static final int LISTED = 6;

  private final Picture picture;
  private final PictureRow.Table table;
  private final Statement statement;

  private FlowHtml(Picture picture, Statement statement) {
    this.picture = picture;
    this.table = PictureRow.table(picture);
    this.statement = statement;
  }

  /** Returns the page. */
  public static String of(Traffic traffic, Flows flows, Statement statement) {
    return new FlowHtml(Picture.of(traffic, flows), statement).page();
  }

  private String page() {
    String style = Texts.of("picture.css") + Texts.of("flows.css");
    String script = Texts.of("flows.js");
    Map<String, String> slots = new HashMap<>();
    slots.put("stylehash", hash(style));
    slots.put("scripthash", hash(script));
    slots.put("style", style);
    slots.put("script", script);
    slots.put("counts", Markup.text(PictureWords.counts(statement)));
    slots.put("statement", statement());
    slots.put("outcomes", outcomes());
    slots.put("layers", layers());
    slots.put("picture", FlowSvg.inPage(picture, statement, table.edges()));
    slots.put("folded", picture.folded() ? Markup.text(folded()) : "");
    slots.put("rows", rows());
    slots.put("names", names());
    return SLOT.matcher(Texts.of("flows.html"))
        .replaceAll(slot -> Matcher.quoteReplacement(slots.getOrDefault(slot.group(1), "")));
  }

  private static String hash(String text) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(sum) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static String folded() {
    return "There are too many workloads to draw each one: different ones share a box, and a row of"
        + " the table shows the first of its flows. The report -o json lists all of them.";
  }

  private String statement() {
    Markup out = new Markup();
    fact(out, "Platform", statement.platform());
    fact(out, "World", statement.closedWorld() ? "closed" : "open");
    fact(out, "Set", "%,d resources, %s".formatted(statement.resources(), statement.digest()));
    fact(out, "Made", statement.date() + " by " + statement.madeBy());
    facts(out, "Assumed", statement.assumed());
    facts(out, "Not known", statement.unknown());
    return out.toString();
  }

  private static void fact(Markup out, String name, String value) {
    out.open("div").leaf("dt", name).leaf("dd", value).close("div").line();
  }

  private static void facts(Markup out, String name, List<String> values) {
    out.open("div").leaf("dt", name).open("dd");
    if (values.isEmpty()) {
      out.raw("nothing");
    } else {
      boolean many = values.size() > LISTED;
      if (many) {
        out.open("details").leaf("summary", "%,d facts".formatted(values.size()));
      }
      out.open("ul");
      values.forEach(value -> out.leaf("li", value));
      out.close("ul").raw(many ? "</details>" : "");
    }
    out.close("dd").close("div").line();
  }

  private String outcomes() {
    Markup out = new Markup();
    for (Result result : Statement.ORDER) {
      String word = result.word();
      out.open("label", "class", "outcome");
      out.raw("<input type=\"checkbox\" name=\"outcome\" value=\"" + word + "\" checked>");
      out.open("svg", "class", "sample", "width", "30", "height", "10", "aria-hidden", "true");
      out.open("g", "class", "edge " + word).empty("path", "class", "line", "d", "M1 5h28");
      out.close("g").close("svg");
      out.leaf("b", word).raw(" ");
      long count = statement.counts().getOrDefault(result, 0L);
      out.leaf("span", "%s (%,d)".formatted(PictureWords.meaning(result), count));
      out.close("label").line();
    }
    return out.toString();
  }

  private String layers() {
    TreeSet<String> layers = new TreeSet<>();
    picture.flows().forEach(flow -> layers.addAll(flow.outcome().layers()));
    Markup out = new Markup();
    layers.forEach(layer -> out.leaf("option", layer, "value", layer));
    return out.toString();
  }

  private String rows() {
    Markup out = new Markup();
    for (int i = 0; i < table.rows().size(); i++) {
      row(out, table.rows().get(i), i);
    }
    return out.toString();
  }

  private static void row(Markup out, PictureRow row, int index) {
    FlowView flow = row.first();
    String word = flow.outcome().result().word();
    out.open(
        "tr",
        "id",
        "row" + index,
        "data-outcome",
        word,
        "data-layers",
        String.join(" ", flow.outcome().layers()),
        "data-boxes",
        String.join(" ", row.boxes()));
    out.open("th", "scope", "row").leaf("span", word, "class", "mark " + word).close("th");
    out.leaf("td", row.side(true));
    boolean inPod = flow.outcome().isInPod();
    out.leaf("td", inPod ? flow.server().process() + ", in the same pod" : row.side(false));
    out.leaf("td", row.ports()).leaf("td", flow.purpose()).leaf("td", flow.encryption());
    String policies = flow.policies().replaceFirst("^; ", "");
    out.leaf("td", policies.isEmpty() ? "–" : policies);
    out.open("td").leaf("span", row.reason());
    if (!flow.outcome().missing().isEmpty()) {
      out.leaf("span", "would decide: " + flow.outcome().missing(), "class", "written");
    }
    PictureWords.written(flow).forEach(line -> out.leaf("span", line, "class", "written"));
    out.close("td").leaf("td", "%,d".formatted(row.count())).close("tr").line();
  }

  /** The names in each box, for the filter. In a script element nothing may look like markup. */
  private String names() {
    String json =
        Json.of(
            out -> {
              out.writeStartObject();
              for (Box box : picture.boxes()) {
                Json.texts(out, box.id(), box.members());
              }
              out.writeEndObject();
            });
    return json.replace("<", "\\u003c");
  }
}
