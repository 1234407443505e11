package dev.portside.dapr.injection;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How Go reads text, where it differs from Java. Sources: Go strconv, strings and dapr/kit
 * strings/strings.go.
 */
final class Go {

  private Go() {}

  /** Returns whether Dapr takes a value for true. */
  static boolean isTruthy(String value) {
    return switch (trim(value).toLowerCase(Locale.ROOT)) {
      case "y", "yes", "true", "t", "on", "1" -> true;
      default -> false;
    };
  }

  /** Removes what Unicode calls white space from both ends. */
  static String trim(String text) {
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
    return c == '\u0085'
        || c == '\u00a0'
        || c == '\u2007'
        || c == '\u202f'
        || Character.isWhitespace(c) && (c < '\u001c' || c > '\u001f');
  }

  /** Returns why a text is no decimal number of 64 bits, or null when it is one. */
  static @Nullable String numberProblem(String text) {
    int start = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
    if (text.length() == start) {
      return "invalid syntax";
    }
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return "invalid syntax";
      }
    }
    try {
      Long.parseLong(text);
      return null;
    } catch (NumberFormatException e) {
      return "value out of range";
    }
  }

  /** Returns a text in double quotes, as {@code %q} prints it. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> quote(quoted, c));
    return quoted.append('"').toString();
  }

  private static void quote(StringBuilder quoted, int c) {
    switch (c) {
      case '"', '\\' -> quoted.append('\\').append((char) c);
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      default -> {
        if (c < ' ' || c == 0x7f) {
          quoted.append("\\x%02x".formatted(c));
        } else {
          quoted.appendCodePoint(c);
        }
      }
    }
  }
}
