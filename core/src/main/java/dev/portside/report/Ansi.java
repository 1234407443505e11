package dev.portside.report;

import dev.portside.check.Severity;
import dev.portside.traffic.Outcome;

/**
 * Colour for terminals, or none.
 *
 * @param coloured whether there is any
 */
record Ansi(boolean coloured) {

  static final String BOLD = "\u001b[1m";
  static final String FAINT = "\u001b[2m";
  static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";
  private static final String CYAN = "\u001b[36m";
  private static final String RESET = "\u001b[0m";

  static Ansi of(boolean coloured) {
    return new Ansi(coloured);
  }

  static String colour(Severity severity) {
    return switch (severity) {
      case ERROR -> RED;
      case WARNING -> YELLOW;
      case INFO -> CYAN;
    };
  }

  static String colour(Outcome.Result result) {
    return switch (result) {
      case BROKEN, REFUSED -> RED;
      case PLAINTEXT, UNKNOWN -> YELLOW;
      case PROTECTED, DOUBLE -> GREEN;
      case LOOPBACK -> CYAN;
    };
  }

  String of(String style, String text) {
    return coloured ? style + text + RESET : text;
  }
}
