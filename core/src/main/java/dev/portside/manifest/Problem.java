package dev.portside.manifest;

/**
 * What kept a document, or a part of it, from being read as it stands; the rest of the input is
 * there.
 *
 * @param kind what kind of problem it is
 * @param source where it is
 * @param message what is, with what was expected, in a sentence without a period
 */
public record Problem(Kind kind, Source source, String message) {

  /** What kept a document from being read. */
  public enum Kind {
    /** It is no YAML, or no manifest. */
    UNREADABLE,
    /** It holds a key twice in one mapping; the last one counts. */
    DUPLICATE_KEY,
    /** It is a template that nobody has rendered. */
    TEMPLATE
  }
}
