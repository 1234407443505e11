package dev.portside.manifest;

import dev.portside.yaml.Input;
import org.jspecify.annotations.Nullable;

/**
 * What kept a document, or a part of it, from being read as it stands; the rest of the input is
 * there.
 *
 * @param kind what kind of problem it is
 * @param source where it is
 * @param message what is, with what was expected, in a sentence without a period
 * @param text what was read, or null when not even that was possible
 */
public record Problem(Kind kind, Source source, String message, @Nullable Input text) {

  /** What kept a document from being read. */
  public enum Kind {
    /** It is not YAML, or not a manifest. */
    UNREADABLE,
    /** It holds a key twice in one mapping; the last one counts. */
    DUPLICATE_KEY,
    /** It is a template that is not rendered. */
    TEMPLATE
  }
}
