package dev.portside.report;

import dev.portside.traffic.Flows;
import dev.portside.traffic.Outcome.Result;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Plain;
import java.util.ArrayList;
import java.util.List;

/** Flows to read: what fails and what nobody protects first, a summary last. */
public final class FlowText {

  /** So many names of folded ones are told. */
  private static final int NAMES = 3;

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
      case PLAINTEXT -> "plaintext: nobody encrypts these";
      case UNKNOWN -> "unknown: a fact is missing";
      case PROTECTED -> "protected: encrypted once";
      case DOUBLE -> "double: encrypted twice";
      case LOOPBACK -> "loopback: these stay in their pod";
    };
  }

  private void flow(FlowView flow) {
    String client = side(flow.client(), flow.clients());
    boolean inPod = flow.outcome().isInPod();
    String server = inPod ? flow.server().process() : side(flow.server(), flow.servers());
    out.append("  ").append(client).append(" -> ").append(server);
    out.append(' ').append(ansi.of(Ansi.FAINT, port(flow) + ", " + flow.purpose())).append('\n');
    if (!inPod) {
      note("encrypted by " + flow.encryption() + policies(flow));
    }
    note(flow.outcome().reason());
    if (!flow.outcome().missing().isEmpty()) {
      note("would decide: " + flow.outcome().missing());
    }
    out.append('\n');
  }

  private void note(String text) {
    out.append("      ").append(Plain.of(text)).append('\n');
  }

  public static String side(FlowView.Side side, List<String> names) {
    List<String> told = new ArrayList<>(names.subList(0, Math.min(NAMES, names.size())));
    if (names.size() > NAMES) {
      told.add("%d more".formatted(names.size() - NAMES));
    }
    String who = Plain.of(String.join(", ", told));
    boolean workload = side.kind().equals("Workload");
    return "%s (%s)".formatted(who, workload ? Plain.of(side.process()) : side.kind());
  }

  public static String port(FlowView flow) {
    if (flow.wirePort() == 0) {
      return flow.podPort() == 0 ? "port unknown" : "pod port " + flow.podPort();
    }
    boolean translated = flow.podPort() != 0 && flow.podPort() != flow.wirePort();
    String port = "port " + flow.wirePort();
    return translated ? port + " (pod port " + flow.podPort() + ")" : port;
  }

  public static String policies(FlowView flow) {
    Tri enforced = flow.outcome().policiesEnforced();
    return switch (flow.outcome().result()) {
      case BROKEN, LOOPBACK -> "";
      default ->
          switch (enforced) {
            case YES -> "; mesh policies apply";
            case NO -> "; mesh policies do not apply";
            case UNKNOWN -> "";
          };
    };
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
          statement.resources() == 0 ? "the set is empty" : "nobody in the set dials anybody");
      out.append('\n');
      return;
    }
    out.append("%d %s: ".formatted(all, all == 1 ? "connection" : "connections"));
    out.append(String.join(", ", counts)).append('\n');
    out.append("platform: ").append(Plain.of(statement.platform())).append('\n');
  }
}
