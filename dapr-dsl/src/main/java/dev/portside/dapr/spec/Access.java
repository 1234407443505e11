package dev.portside.dapr.spec;

import java.util.Locale;

/** Whether something is allowed. */
public enum Access {
  /** It is allowed. */
  ALLOW,
  /** It is denied. */
  DENY;

  /** Returns the word that Dapr reads. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
