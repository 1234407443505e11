package dev.portside.traffic;

import java.util.Locale;

/** Which way a connection is opened, as the pod sees it. */
public enum Direction {
  /** The pod dials. */
  OUTBOUND,
  /** The pod is dialled. */
  INBOUND,
  /** Both ends are in the pod. */
  LOOPBACK;

  /** Returns the word that messages use: {@code outbound}, {@code inbound}, {@code loopback}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
