package dev.portside.yaml;

import dev.portside.Internal;

/**
 * A change to a text: the characters from start to end make room for others.
 *
 * @param start where the change begins, in {@code char}s
 * @param end where it ends, exclusive; equal to start for an insertion
 * @param text what stands there afterwards
 */
@Internal
public record Replacement(int start, int end, String text) {

  /** Returns the text with the change made. */
  public String applyTo(String whole) {
    return whole.substring(0, start) + text + whole.substring(end);
  }
}
