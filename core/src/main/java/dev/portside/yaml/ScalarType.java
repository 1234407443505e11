package dev.portside.yaml;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a plain scalar is taken for. Kubernetes reads YAML 1.1 with the exceptions of its library
 * (sigs.k8s.io/yaml over go-yaml v2: resolve.go, {@code resolveTable} and {@code resolve}): {@code
 * yes}, {@code on} and their kin are truth values, {@code 0777} is octal, {@code 1_000} is a
 * thousand.
 */
public enum ScalarType {
  /** Anything that is nothing else. */
  STRING,
  /** {@code true}, {@code yes}, {@code on}, their opposites and their other cases. */
  BOOL,
  /** A whole number: decimal, {@code 0b101}, {@code 0777}, {@code 0o777}, {@code 0x1F}. */
  INT,
  /** A number with a fraction or an exponent, {@code .inf}, {@code .nan}. */
  FLOAT,
  /** {@code null}, {@code ~} or nothing. */
  NULL;

  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)");
  private static final Pattern DECIMAL =
      Pattern.compile(
          "[-+]?(\\.[0-9][0-9_]*|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  /**
   * What other readers of YAML 1.1 take for a number or a date, and Kubernetes does not: base 60
   * ({@code 1:30}) and timestamps. The writer quotes them, so that every reader sees a string.
   */
  private static final Pattern RETYPED_ELSEWHERE =
      Pattern.compile(
          "[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \\t].*)?");

  /** Returns what Kubernetes takes a plain scalar of that text for. */
  public static ScalarType of(String text) {
    if (text.isEmpty()) {
      return NULL;
    }
    char first = text.charAt(0);
    if (first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.') {
      return number(text);
    }
    if (text.length() > 5) {
      return STRING;
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return BOOL;
    }
    return isNull(text) ? NULL : STRING;
  }

  private static ScalarType number(String text) {
    for (int i = 1; i < text.length(); i++) {
      // The commonest strings that begin like a number: port lists, addresses, sizes.
      char c = text.charAt(i);
      if (c == ',' || c == '/' || c == ' ') {
        return STRING;
      }
    }
    if (INTEGER.matcher(text).matches()) {
      return isInteger(text) ? INT : FLOAT;
    }
    return DECIMAL.matcher(text).matches() ? FLOAT : STRING;
  }

  /** A leading zero with an 8 or 9 behind it is no octal number: go-yaml falls back to a float. */
  private static boolean isInteger(String text) {
    try {
      integer(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /**
   * Returns whether some reader, of YAML 1.1 or 1.2, would not take a plain scalar for a string.
   */
  static boolean isRetyped(String text) {
    if (of(text) != STRING) {
      return true;
    }
    char first = text.charAt(0);
    boolean numeric = first >= '0' && first <= '9' || first == '-' || first == '+';
    return numeric && RETYPED_ELSEWHERE.matcher(text).matches()
        || text.equals("=")
        || text.equals("<<");
  }

  static boolean isNull(String text) {
    return text.length() <= 4 && NULLS.contains(text);
  }

  static boolean isTrue(String text) {
    return TRUE.contains(text);
  }

  static BigInteger integer(String text) {
    String digits = text.replace("_", "").toLowerCase(Locale.ROOT);
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    BigInteger value;
    if (digits.startsWith("0b")) {
      value = new BigInteger(digits.substring(2), 2);
    } else if (digits.startsWith("0o")) {
      value = new BigInteger(digits.substring(2), 8);
    } else if (digits.startsWith("0x")) {
      value = new BigInteger(digits.substring(2), 16);
    } else if (digits.length() > 1 && digits.startsWith("0")) {
      value = new BigInteger(digits, 8);
    } else {
      value = new BigInteger(digits);
    }
    return negative ? value.negate() : value;
  }

  static double decimal(String text) {
    String digits = text.replace("_", "").toLowerCase(Locale.ROOT);
    return switch (digits) {
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      case ".nan" -> Double.NaN;
      default -> Double.parseDouble(digits);
    };
  }
}
