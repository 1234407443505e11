package dev.portside.manifest;

import dev.portside.yaml.Position;
import org.jspecify.annotations.Nullable;

/**
 * Where something is written.
 *
 * @param input the file as the user named it, or the DSL value that made it, such as {@code DaprApp
 *     nodeapp}
 * @param document which of the input's documents, from 0
 * @param position line and column, or null for a value that was made by code
 */
public record Source(String input, int document, @Nullable Position position)
    implements Comparable<Source> {

  /** Returns whether both are in one document, or in what one DSL value made. */
  public boolean isSameDocument(Source other) {
    return document == other.document && input.equals(other.input);
  }

  @Override
  public int compareTo(Source other) {
    int order = input.compareTo(other.input);
    if (order == 0) {
      order = Integer.compare(document, other.document);
    }
    if (order == 0 && position != null && other.position != null) {
      order = Integer.compare(position.line(), other.position.line());
      order = order == 0 ? Integer.compare(position.column(), other.position.column()) : order;
    }
    return order;
  }

  /** Returns {@code file:line:column}, or the input alone. */
  @Override
  public String toString() {
    return position == null ? input : input + ":" + position;
  }
}
