package dev.portside.report;

/**
 * Keeps what a manifest says from speaking to whoever shows it: control characters, escape
 * sequences and characters that reorder text come out as visible escapes.
 */
final class Plain {

  private Plain() {}

  /** Returns the text on one line, with everything invisible made visible. */
  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isUnsafe(text.charAt(i))) {
        return escaped(text);
      }
    }
    return text;
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isUnsafe(c)) {
        out.append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c == '\t') {
        out.append("\\t");
      } else {
        out.append("\\u").append(String.format("%04x", (int) c));
      }
    }
    return out.toString();
  }

  private static boolean isUnsafe(char c) {
    if (c < ' ' || c >= '\u007f' && c <= '\u009f') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
