package dev.portside.report;

import dev.portside.traffic.Flows;
import dev.portside.traffic.Outcome.Result;
import dev.portside.traffic.PolicyVerdict;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Plain;
import java.util.ArrayList;
import java.util.List;

/** Flows to read: what fails and what nobody protects first, a summary last. */
public final class FlowText {

  private final Ansi ansi;
  private final StringBuilder out = new StringBuilder();

  private FlowText(Ansi ansi) {
    this.ansi = ansi;
  }

  /** Returns the report, with or without colour. */
  public static String of(Flows set, Statement statement, boolean coloured) {
    FlowText text = new FlowText(Ansi.of(coloured));
    List<FlowView> flows = FlowView.of(set);
    for (Result result : Statement.ORDER) {
      text.group(result, flows.stream().filter(f -> f.outcome().result() == result).toList());
    }
    text.summary(statement);
    return text.out.toString();
  }

  private void group(Result result, List<FlowView> flows) {
    if (flows.isEmpty()) {
      return;
    }
    out.append(ansi.of(Ansi.BOLD + Ansi.colour(result), heading(result))).append("\n\n");
    flows.forEach(this::flow);
  }

  private static String heading(Result result) {
    return switch (result) {
      case BROKEN -> "broken: these connections fail";
      case REFUSED -> "refused: a policy does not let these through";
      case PLAINTEXT -> "plaintext: these are not encrypted";
      case UNKNOWN -> "unknown: a fact is missing";
      case PROTECTED -> "protected: encrypted once";
      case DOUBLE -> "double: encrypted twice";
      case LOOPBACK -> "loopback: these stay in their pod";
    };
  }

  private void flow(FlowView flow) {
    String client = flow.client().naming(flow.clients());
    boolean inPod = flow.outcome().isInPod();
    String server = inPod ? flow.server().process() : flow.server().naming(flow.servers());
    out.append("  ").append(client).append(" -> ").append(server);
    out.append(' ')
        .append(ansi.of(Ansi.FAINT, flow.portInWords() + ", " + flow.purpose()))
        .append('\n');
    if (!inPod) {
      note("encrypted by " + flow.encryption() + flow.policies());
    }
    note(flow.outcome().reason());
    flow.flow().policies().forEach(this::policy);
    if (!flow.outcome().missing().isEmpty()) {
      note("would decide: " + flow.outcome().missing());
    }
    out.append('\n');
  }

  /** Who lets it through is told too; who refuses it is the reason already. */
  private void policy(PolicyVerdict verdict) {
    if (verdict.policy() != null && verdict.lets() != Tri.NO) {
      note(verdict.toString());
    }
  }

  private void note(String text) {
    out.append("      ").append(Plain.of(text)).append('\n');
  }

  private void summary(Statement statement) {
    List<String> counts = new ArrayList<>();
    long all = 0;
    for (Result result : Statement.ORDER) {
      long count = statement.counts().getOrDefault(result, 0L);
      all += count;
      if (count > 0) {
        counts.add(ansi.of(Ansi.colour(result), count + " " + result.word()));
      }
    }
    if (all == 0) {
      out.append("no connections: ");
      out.append(
          statement.resources() == 0
              ? "the set is empty"
              : "nothing in the set opens a connection");
      out.append('\n');
      return;
    }
    out.append("%d %s: ".formatted(all, all == 1 ? "connection" : "connections"));
    out.append(String.join(", ", counts)).append('\n');
    out.append("platform: ").append(Plain.of(statement.platform())).append('\n');
  }
}
