package dev.portside.report;

import dev.portside.yaml.Plain;

/** What changed for the connections of a set, as a table for a pull request. */
public final class FlowDiffMarkdown {

  private FlowDiffMarkdown() {}

  /** Returns the report. */
  public static String of(FlowDiff diff) {
    StringBuilder out = new StringBuilder();
    out.append(diff.isWorse() ? "**Something got worse.** " : "");
    out.append(text(FlowDiffText.summary(diff))).append(".\n");
    if (diff.changes().isEmpty()) {
      return out.toString();
    }
    out.append("\n| Change | From | To | For | Before | After |\n|---|---|---|---|---|---|\n");
    for (FlowDiff.Change change : diff.changes()) {
      FlowView flow = change.sample();
      String words = change.kind().words();
      out.append("| ").append(change.kind().isWorse() ? "**" + words + "**" : words);
      cell(out, flow.client().naming(change.clients()));
      cell(out, flow.server().naming(change.servers()));
      cell(out, flow.purpose());
      cell(out, FlowDiffText.state(change.before()));
      cell(out, FlowDiffText.state(change.after()));
      out.append(" |\n");
    }
    return out.toString();
  }

  private static void cell(StringBuilder out, String text) {
    out.append(" | ").append(text(text));
  }

  /** Nothing that a manifest says may become markup, a link or a mention. */
  private static String text(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    Plain.of(text)
        .chars()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '@' -> out.append("&#64;");
                case '|', '\\', '`', '*', '_', '[', ']', '!', '#', '~' ->
                    out.append('\\').append((char) c);
                default -> out.append((char) c);
              }
            });
    return out.toString();
  }
}
