package dev.portside.dapr.injection;

import java.nio.charset.StandardCharsets;
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
      case 0x07 -> quoted.append("\\a");
      case '\b' -> quoted.append("\\b");
      case '\f' -> quoted.append("\\f");
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      case 0x0b -> quoted.append("\\v");
      default -> {
        if (c < ' ' || c == 0x7f) {
          quoted.append("\\x%02x".formatted(c));
        } else if (isPrinted(c)) {
          quoted.appendCodePoint(c);
        } else {
          quoted.append((c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
        }
      }
    }
  }

  private static boolean isPrinted(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  /** Returns a text in double quotes as Go's package time does, which knows bytes only. */
  static String quoteBytes(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b == '"' || b == '\\') {
        quoted.append('\\').append((char) b);
      } else if (b < ' ') {
        quoted.append("\\x%02x".formatted(b));
      } else {
        quoted.append((char) b);
      }
    }
    return quoted.append('"').toString();
  }
}
