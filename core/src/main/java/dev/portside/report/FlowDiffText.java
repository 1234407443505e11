package dev.portside.report;

import dev.portside.traffic.Outcome.Result;
import dev.portside.yaml.Plain;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changed for the connections of a set, to read: what got worse first. */
public final class FlowDiffText {

  private FlowDiffText() {}

  /** Returns the report, with or without colour. */
  public static String of(FlowDiff diff, boolean coloured) {
    Ansi ansi = Ansi.of(coloured);
    StringBuilder out = new StringBuilder();
    for (FlowDiff.Change change : diff.changes()) {
      String style = change.kind().isWorse() ? Ansi.BOLD + Ansi.RED : Ansi.BOLD;
      out.append(ansi.of(style, change.kind().words())).append(": ").append(who(change));
      out.append('\n');
      if (change.before() != null) {
        out.append("  before: ").append(Plain.of(state(change.before()))).append('\n');
      }
      if (change.after() != null) {
        out.append("  after:  ").append(Plain.of(state(change.after()))).append('\n');
      }
      out.append('\n');
    }
    return out.append(summary(diff)).append('\n').toString();
  }

  static String summary(FlowDiff diff) {
    if (diff.changes().isEmpty()) {
      return "no connection changed (%d the same)".formatted(diff.unchanged());
    }
    List<String> parts = new ArrayList<>();
    diff.counts().forEach((kind, count) -> parts.add(count + " " + kind.words()));
    return "%s; %d the same".formatted(String.join(", ", parts), diff.unchanged());
  }

  private static String who(FlowDiff.Change change) {
    FlowView flow = change.sample();
    return "%s -> %s, %s"
        .formatted(
            flow.client().naming(change.clients()),
            flow.server().naming(change.servers()),
            Plain.of(flow.purpose()));
  }

  /** Returns one side of a change in words. */
  static String state(@Nullable FlowView flow) {
    if (flow == null) {
      return "none";
    }
    Result result = flow.outcome().result();
    String reason = flow.outcome().reason();
    if (result == Result.BROKEN || result == Result.REFUSED || result == Result.UNKNOWN) {
      return "%s, %s: %s".formatted(result.word(), flow.portInWords(), reason);
    }
    return "%s, encrypted by %s%s: %s"
        .formatted(flow.portInWords(), flow.encryption(), flow.policies(), reason);
  }
}
