package dev.portside.value;

import dev.portside.Internal;

/**
 * How Go, in which Kubernetes and what extends it is written, trims and quotes texts, where it
 * differs from Java. Source: Go's packages strings, strconv and unicode.
 */
@Internal
public final class GoText {

  private static final String ESCAPED = "\"\\\u0007\b\f\n\r\t\u000B";
  private static final String ESCAPES = "\"\\abfnrtv";

  private GoText() {}

  /** Returns a text without what Unicode calls white space at both ends, as strings.TrimSpace. */
  public static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return switch (c) {
      case '\t', '\n', '\u000B', '\f', '\r', ' ', '\u0085', '\u00A0', '\u1680' -> true;
      case '\u2028', '\u2029', '\u202F', '\u205F', '\u3000' -> true;
      default -> c >= '\u2000' && c <= '\u200A';
    };
  }

  /** Returns a text in double quotes, what cannot be printed escaped, as {@code %q} prints it. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> quote(quoted, c));
    return quoted.append('"').toString();
  }

  private static void quote(StringBuilder quoted, int c) {
    int escape = ESCAPED.indexOf(c);
    if (escape >= 0) {
      quoted.append('\\').append(ESCAPES.charAt(escape));
    } else if (c < ' ' || c == '\u007F') {
      quoted.append("\\x%02x".formatted(c));
    } else if (isUnprintable(c)) {
      quoted.append((c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
    } else {
      quoted.appendCodePoint(c);
    }
  }

  private static boolean isUnprintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default -> false;
    };
  }
}
