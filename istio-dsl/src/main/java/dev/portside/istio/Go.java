package dev.portside.istio;

import org.jspecify.annotations.Nullable;

/**
 * How Go, in which Istio is written, reads values, and what it says of those that it refuses: the
 * injector's messages hold these texts. Source: Go's packages strconv and strings.
 */
final class Go {

  private static final int BASE = 10;
  private static final String ESCAPED = "\"\\\u0007\b\f\n\r\t\u000B";
  private static final String ESCAPES = "\"\\abfnrtv";

  private Go() {}

  /** Returns a text without the blanks around it. */
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
    return switch (c) {
      case '\t', '\n', '\u000B', '\f', '\r', ' ', '\u0085', '\u00A0', '\u1680' -> true;
      case '\u2028', '\u2029', '\u202F', '\u205F', '\u3000' -> true;
      default -> c >= '\u2000' && c <= '\u200A';
    };
  }

  /** Returns a text in double quotes, what cannot be printed escaped. */
  static String quote(String text) {
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

  /** Returns why a text is no unsigned decimal number up to a limit, or null when it is one. */
  static @Nullable String unsigned(String text, long limit) {
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return refused("ParseUint", text, "invalid syntax");
      }
      number = number * BASE + (c - '0');
      if (number > limit) {
        return refused("ParseUint", text, "value out of range");
      }
    }
    return text.isEmpty() ? refused("ParseUint", text, "invalid syntax") : null;
  }

  /** Returns the sentence in which a function of Go's refuses a text. */
  static String refused(String function, String text, String problem) {
    return "strconv.%s: parsing %s: %s".formatted(function, quote(text), problem);
  }

  /** Returns the truth value that a text stands for, or null when it stands for none. */
  static @Nullable Boolean bool(String text) {
    return switch (text) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      case "0", "f", "F", "FALSE", "false", "False" -> false;
      default -> null;
    };
  }

  /** Returns whether a text, or none, stands for true. */
  static boolean isTrue(@Nullable String text) {
    return text != null && Boolean.TRUE.equals(bool(text));
  }
}
