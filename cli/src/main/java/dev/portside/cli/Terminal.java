package dev.portside.cli;

import java.io.Console;
import picocli.CommandLine.Help.Ansi;

/** Whether somebody looks at a screen, and wants colour. */
final class Terminal {

  private Terminal() {}

  /** Colour only on a terminal, and never where {@code NO_COLOR} is set and not empty. */
  static boolean isColoured() {
    return isAuto();
  }

  /**
   * Whether escape codes move a cursor: picocli knows consoles that are none, as some JDKs have,
   * and dumb terminals. {@code NO_COLOR} counts as one of those; {@code CLICOLOR_FORCE} makes no
   * terminal.
   */
  static boolean isTerminal() {
    return System.getenv("CLICOLOR_FORCE") == null && isAuto();
  }

  /**
   * picocli takes an empty {@code NO_COLOR} for a set one; no-color.org does not, and only there it
   * is asked again without. An environment of Windows holds no empty variables.
   */
  private static boolean isAuto() {
    String noColor = System.getenv("NO_COLOR");
    if (noColor == null || !noColor.isEmpty()) {
      return Ansi.AUTO.enabled();
    }
    String force = System.getenv("CLICOLOR_FORCE");
    boolean forced = force != null && !force.equals("0");
    boolean refused = "0".equals(System.getenv("CLICOLOR")) || "dumb".equals(System.getenv("TERM"));
    return forced || !refused && isConsole();
  }

  /** From Java 22 on there is a console without a terminal, which says so. */
  @SuppressWarnings("SystemConsoleNull") // whoever is not null is asked
  private static boolean isConsole() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  static Ansi ansi() {
    return isColoured() ? Ansi.ON : Ansi.OFF;
  }
}
