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

  static Ansi ansi() {
    return isColoured() ? Ansi.ON : Ansi.OFF;
  }
}
