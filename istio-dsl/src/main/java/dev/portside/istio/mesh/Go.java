package dev.portside.istio.mesh;

import dev.portside.Internal;
import dev.portside.platform.GoText;
import org.jspecify.annotations.Nullable;

/**
 * How Go, in which Istio is written, reads values, and what it says of those that it refuses: the
 * injector's messages hold these texts. Source: Go's packages strconv and strings.
 */
@Internal
public final class Go {

  private static final int BASE = 10;

  private Go() {}

  /** Returns why a text is no unsigned decimal number up to a limit, or null when it is one. */
  public static @Nullable String unsigned(String text, long limit) {
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
  public static String refused(String function, String text, String problem) {
    return "strconv.%s: parsing %s: %s".formatted(function, GoText.quote(text), problem);
  }

  /** Returns the truth value that a text stands for, or null when it stands for none. */
  public static @Nullable Boolean bool(String text) {
    return switch (text) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      case "0", "f", "F", "FALSE", "false", "False" -> false;
      default -> null;
    };
  }

  /** Returns whether a text, or none, stands for true. */
  public static boolean isTrue(@Nullable String text) {
    return text != null && Boolean.TRUE.equals(bool(text));
  }
}
