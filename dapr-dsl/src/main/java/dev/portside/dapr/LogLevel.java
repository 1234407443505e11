package dev.portside.dapr;

import java.util.Locale;

/** How much a sidecar logs. Source: dapr/kit logger @v1.18.3. */
public enum LogLevel {
  /** Everything. */
  DEBUG,
  /** The default. */
  INFO,
  /** Warnings and errors. */
  WARN,
  /** Errors. */
  ERROR,
  /** What ends the sidecar. */
  FATAL;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
