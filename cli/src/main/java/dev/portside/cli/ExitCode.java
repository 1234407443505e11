package dev.portside.cli;

/** What the command's exit code says. Where two apply, the higher one counts. */
final class ExitCode {

  static final int CLEAN = 0;
  static final int FINDINGS = 1;
  static final int USAGE = 2;
  static final int UNREADABLE = 3;
  static final int CLUSTER = 4;

  private ExitCode() {}
}
