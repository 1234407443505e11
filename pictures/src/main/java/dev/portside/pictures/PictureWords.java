package dev.portside.pictures;

import dev.portside.report.FlowView;
import dev.portside.report.Statement;
import dev.portside.traffic.End;
import dev.portside.traffic.Outcome.Result;
import dev.portside.traffic.Tri;
import java.util.ArrayList;
import java.util.List;

/** The words that pictures have in common. */
final class PictureWords {

  private PictureWords() {}

  /** Returns how many connections end how, in a line. */
  static String counts(Statement statement) {
    List<String> counts = new ArrayList<>();
    long all = 0;
    for (Result result : Statement.ORDER) {
      long count = statement.counts().getOrDefault(result, 0L);
      all += count;
      if (count > 0) {
        counts.add("%,d %s".formatted(count, result.word()));
      }
    }
    if (all == 0) {
      return statement.resources() == 0
          ? "no connections: the set is empty"
          : "no connections: nothing in the set opens a connection";
    }
    return "%,d %s: ".formatted(all, all == 1 ? "connection" : "connections")
        + String.join(", ", counts);
  }

  /** Returns what a result means. */
  static String meaning(Result result) {
    return switch (result) {
      case BROKEN -> "fails";
      case REFUSED -> "a policy does not let it through";
      case PLAINTEXT -> "works, not encrypted";
      case UNKNOWN -> "a fact is missing";
      case PROTECTED -> "encrypted once";
      case DOUBLE -> "encrypted twice";
      case LOOPBACK -> "stays in its pod";
    };
  }

  /** Returns in a sentence what a flow is: the words of a tooltip. */
  static String sentence(FlowView flow) {
    boolean inPod = flow.outcome().isInPod();
    String server = inPod ? flow.server().process() : flow.server().naming(flow.servers());
    String missing = flow.outcome().missing();
    return "%s: %s to %s, %s, %s. %s%s"
        .formatted(
            flow.outcome().result().word(),
            flow.client().naming(flow.clients()),
            server,
            flow.portInWords(),
            flow.purpose(),
            flow.outcome().reason(),
            missing.isEmpty() ? "" : "; would decide: " + missing);
  }

  /** Returns what decided at the two ends, and where that is written. */
  static List<String> written(FlowView flow) {
    if (flow.outcome().isInPod()) {
      return List.of();
    }
    return List.of(
        "client " + decided(flow.flow().client(), flow.client().captured()),
        "server " + decided(flow.flow().server(), flow.server().captured()));
  }

  private static String decided(End end, Tri captured) {
    String taken =
        switch (captured) {
          case YES -> "captured";
          case NO -> "not captured";
          case UNKNOWN -> "not known";
        };
    return "%s: %s (%s)"
        .formatted(taken, end.verdict().setting().key(), end.verdict().setting().source());
  }
}
