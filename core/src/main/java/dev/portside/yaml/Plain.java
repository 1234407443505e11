package dev.portside.yaml;

import dev.portside.Internal;

/**
 * Keeps what a manifest says from speaking to whoever shows it: control characters, escape
 * sequences and characters that reorder text come out as visible escapes.
 */
@Internal
public final class Plain {

  private Plain() {}

  /** Returns the text on one line, with everything invisible made visible. */
  public static String of(String text) {
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      if (isHidden(text, i)) {
        return escaped(text);
      }
    }
    return text;
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      int c = text.codePointAt(i);
      if (!isHidden(text, i)) {
        out.appendCodePoint(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c == '\t') {
        out.append("\\t");
      } else {
        out.append(String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
      }
    }
    return out.toString();
  }

  /** Returns whether the character at a place is not to be shown as it is. */
  public static boolean isHidden(String text, int at) {
    return isUnsafe(text.codePointAt(at)) || isCommand(text, at);
  }

  /** Build servers obey {@code ##[...]} and {@code ##vso[...]} wherever they stand in a line. */
  private static boolean isCommand(String text, int at) {
    return text.startsWith("##[", at) || text.startsWith("##vso[", at);
  }

  private static boolean isUnsafe(int c) {
    if (c < ' ' || c >= '\u007f' && c <= '\u009f') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
