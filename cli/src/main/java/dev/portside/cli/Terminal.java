package dev.portside.cli;

import picocli.CommandLine.Help.Ansi;

/** Whether somebody looks at a screen, and wants colour. */
final class Terminal {

  private Terminal() {}

  /** Colour only on a terminal, and never where {@code NO_COLOR} is set (no-color.org). */
  static boolean isColoured() {
    String noColor = System.getenv("NO_COLOR");
    return (noColor == null || noColor.isEmpty()) && Ansi.AUTO.enabled();
  }

  /**
   * Whether escape codes move a cursor: picocli knows consoles that are none, as some JDKs have,
   * and dumb terminals. {@code NO_COLOR} counts as one of those; {@code CLICOLOR_FORCE} makes no
   * terminal.
   */
  static boolean isTerminal() {
    return System.getenv("CLICOLOR_FORCE") == null && Ansi.AUTO.enabled();
  }

  static Ansi ansi() {
    return isColoured() ? Ansi.ON : Ansi.OFF;
  }
}
