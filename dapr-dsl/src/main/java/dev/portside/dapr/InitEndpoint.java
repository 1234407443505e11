package dev.portside.dapr;

import java.util.Locale;

/** What a sidecar asks its app for when both have started. */
public enum InitEndpoint {
  /** {@code GET /dapr/config}: the actors that the app hosts. */
  CONFIG,
  /** {@code GET /dapr/subscribe}: the topics that it listens to. */
  SUBSCRIBE;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
