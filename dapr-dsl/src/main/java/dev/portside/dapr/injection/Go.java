package dev.portside.dapr.injection;

import dev.portside.platform.GoText;
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
    return switch (GoText.trim(value).toLowerCase(Locale.ROOT)) {
      case "y", "yes", "true", "t", "on", "1" -> true;
      default -> false;
    };
  }

  /** Returns why a text is not a decimal number of 64 bits, or null when it is one. */
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
