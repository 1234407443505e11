package dev.portside.value;

import org.jspecify.annotations.Nullable;

/**
 * How Go reads numbers and truth values, and what it says of texts that are none. Source: Go's
 * package strconv.
 */
public final class GoNumber {

  private static final int BASE = 10;
  private static final String SYNTAX = "invalid syntax";
  private static final String RANGE = "value out of range";

  private GoNumber() {}

  /** Returns whether a text is a decimal number of 64 bits. */
  public static boolean isInt(String text) {
    return problem(text) == null;
  }

  /**
   * Returns why a text is not a decimal number of 64 bits, or null when it is one.
   *
   * @param function who reads it: {@code ParseInt} or {@code Atoi}
   */
  public static @Nullable String intProblem(String function, String text) {
    String problem = problem(text);
    return problem == null ? null : refused(function, text, problem);
  }

  private static @Nullable String problem(String text) {
    boolean negative = text.startsWith("-");
    int start = negative || text.startsWith("+") ? 1 : 0;
    long number = 0;
    for (int i = start; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit >= BASE) {
        return SYNTAX;
      }
      boolean fits =
          Long.compareUnsigned(number, Long.divideUnsigned(-1, BASE)) <= 0
              && Long.compareUnsigned(number * BASE, -1 - digit) <= 0;
      if (!fits) {
        return RANGE;
      }
      number = number * BASE + digit;
    }
    boolean inRange = number >= 0 || negative && number == Long.MIN_VALUE;
    return text.length() == start ? SYNTAX : inRange ? null : RANGE;
  }

  /** Returns why a text is not an unsigned decimal number up to a limit, or null when it is one. */
  public static @Nullable String uintProblem(String text, long limit) {
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit >= BASE) {
        return refused("ParseUint", text, SYNTAX);
      }
      number = number * BASE + digit;
      if (number > limit) {
        return refused("ParseUint", text, RANGE);
      }
    }
    return text.isEmpty() ? refused("ParseUint", text, SYNTAX) : null;
  }

  /** Returns the boolean that a text stands for, or null when it stands for none. */
  public static @Nullable Boolean bool(String text) {
    return switch (text) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      case "0", "f", "F", "FALSE", "false", "False" -> false;
      default -> null;
    };
  }

  /** Returns why a text stands for no truth value, or null when it stands for one. */
  public static @Nullable String boolProblem(String text) {
    return bool(text) == null ? refused("ParseBool", text, SYNTAX) : null;
  }

  /** Returns whether a text, or none, stands for true. */
  public static boolean isTrue(@Nullable String text) {
    return text != null && Boolean.TRUE.equals(bool(text));
  }

  private static String refused(String function, String text, String problem) {
    return "strconv.%s: parsing %s: %s".formatted(function, GoText.quote(text), problem);
  }
}
