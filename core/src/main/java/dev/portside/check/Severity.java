package dev.portside.check;

import java.util.Locale;

/** How much a finding matters. */
public enum Severity {
  /** It will not work, or is unsafe. */
  ERROR,
  /** It works, but not as its author likely thinks. */
  WARNING,
  /** Worth knowing. */
  INFO;

  /** Returns the word that reports use. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
