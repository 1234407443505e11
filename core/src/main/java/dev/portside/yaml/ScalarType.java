package dev.portside.yaml;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a plain scalar is taken for. Kubernetes reads YAML 1.1 with the exceptions of its library
 * (sigs.k8s.io/yaml over go-yaml v2: resolve.go, {@code resolveTable} and {@code resolve}): {@code
 * yes}, {@code on} and their kin are truth values, {@code 0777} is octal, {@code 1_000} is a
 * thousand; {@code 1:30} and {@code 2026-01-01} are strings.
 */
public enum ScalarType {
  /** Anything that is nothing else. */
  STRING,
  /** {@code true}, {@code yes}, {@code on}, their opposites and their other cases. */
  BOOL,
  /**
   * A whole number of 64 bits: decimal, {@code 0b101}, {@code 0777}, {@code 0o777}, {@code 0x1F}.
   */
  INT,
  /** Another number: with a fraction or an exponent, beyond 64 bits, {@code .inf}, {@code .nan}. */
  FLOAT,
  /** {@code null}, {@code ~} or nothing. */
  NULL;

  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Map<String, ScalarType> WORDS = words();
  private static final Set<String> NOT_FINITE =
      Set.of(
          ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan",
          ".NaN", ".NAN");

  /**
   * Go's {@code strconv.ParseInt} with base 0, after go-yaml took the underscores out; then what
   * go-yaml itself makes of a {@code 0b} that Go refuses.
   */
  private static final Pattern INTEGER =
      Pattern.compile(
          "[-+]?(0[bB][01]+|0[oO][0-7]+|0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)|0b[-+][01]+");

  /** go-yaml's {@code yamlStyleFloat}, likewise. */
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  /** Go's {@code strconv.ParseFloat}, which takes underscores between digits only. */
  private static final Pattern DOTTED =
      Pattern.compile("\\.[0-9]++(?:_[0-9]++)*+([eE][-+]?[0-9]++(?:_[0-9]++)*+)?");

  /**
   * What other readers of YAML 1.1 or 1.2 take for a number or a date, and Kubernetes does not:
   * numbers out of range, base 60 ({@code 1:30}) and timestamps. The writer quotes them, so that
   * every reader sees a string.
   */
  private static final Pattern RETYPED_ELSEWHERE =
      Pattern.compile(
          "[-+]?0x[0-9a-fA-F_]+"
              + "|[-+]?(\\.[0-9][0-9_]*|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?"
              + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])++(\\.[0-9_]*)?"
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
              + "(([Tt]|[ \\t]+)[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(\\.[0-9]*)?"
              + "([ \\t]*(Z|[-+][0-9]{1,2}(:?[0-9]{2})?))?)?");

  private static Map<String, ScalarType> words() {
    Map<String, ScalarType> words = new HashMap<>();
    TRUE.forEach(word -> words.put(word, BOOL));
    FALSE.forEach(word -> words.put(word, BOOL));
    NULLS.forEach(word -> words.put(word, NULL));
    return words;
  }

  /** Returns what Kubernetes takes a plain scalar of that text for. */
  public static ScalarType of(String text) {
    if (text.isEmpty()) {
      return NULL;
    }
    char first = text.charAt(0);
    if (isNumeric(first)) {
      return number(text);
    }
    if (text.length() > 5) {
      return STRING;
    }
    return WORDS.getOrDefault(text, STRING);
  }

  private static boolean isNumeric(char first) {
    return first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.';
  }

  private static ScalarType number(String text) {
    for (int i = 1; i < text.length(); i++) {
      // The commonest strings that begin like a number: port lists, addresses, sizes.
      char c = text.charAt(i);
      if (c == ',' || c == '/' || c == ' ') {
        return STRING;
      }
    }
    if (NOT_FINITE.contains(text)) {
      return FLOAT;
    }
    if (text.charAt(0) == '.') {
      return DOTTED.matcher(text).matches() && isFinite(text) ? FLOAT : STRING;
    }
    if (integer(text) != null) {
      return INT;
    }
    return DECIMAL.matcher(digits(text)).matches() && isFinite(text) ? FLOAT : STRING;
  }

  private static boolean isFinite(String text) {
    return Double.isFinite(decimal(text));
  }

  private static String digits(String text) {
    return text.indexOf('_') < 0 ? text : text.replace("_", "");
  }

  /**
   * Returns whether some reader, of YAML 1.1 or 1.2, would not take a plain scalar for a string.
   */
  static boolean isRetyped(String text) {
    return of(text) != STRING
        || isNumeric(text.charAt(0)) && RETYPED_ELSEWHERE.matcher(text).matches()
        || text.equals("=")
        || text.equals("<<");
  }

  static boolean isNull(String text) {
    if (text.isEmpty()) {
      return true;
    }
    char first = text.charAt(0);
    return (first == '~' || first == 'n' || first == 'N') && NULLS.contains(text);
  }

  static boolean isTrue(String text) {
    return TRUE.contains(text);
  }

  /**
   * Returns the whole number of a text as JSON libraries give it: an {@code Integer} where it fits,
   * else a {@code Long}, or a {@code BigInteger} where it takes all 64 bits. Null when it is none,
   * which a number beyond that is, and one with a sign beyond 63.
   */
  static @Nullable Number integer(String text) {
    String digits = digits(text);
    if (!INTEGER.matcher(digits).matches()) {
      return null;
    }
    boolean negative = digits.charAt(0) == '-';
    boolean signed = negative || digits.charAt(0) == '+';
    digits = signed ? digits.substring(1) : digits;
    int radix = radix(digits);
    digits = digits.substring(radix == 8 && isDigit(digits.charAt(1)) ? 1 : radix == 10 ? 0 : 2);
    try {
      long number = Long.parseLong(negative ? "-" + digits : digits, radix);
      return number == (int) number ? (Number) (int) number : (Number) number;
    } catch (NumberFormatException e) {
      return signed ? null : unsigned(digits, radix);
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int radix(String digits) {
    if (digits.length() == 1 || digits.charAt(0) != '0') {
      return 10;
    }
    return switch (digits.charAt(1)) {
      case 'b', 'B' -> 2;
      case 'x', 'X' -> 16;
      default -> 8;
    };
  }

  private static @Nullable Number unsigned(String digits, int radix) {
    try {
      return new BigInteger(Long.toUnsignedString(Long.parseUnsignedLong(digits, radix)));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  static double decimal(String text) {
    String digits = digits(text).toLowerCase(Locale.ROOT);
    return switch (digits) {
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      case ".nan" -> Double.NaN;
      default -> Double.parseDouble(digits);
    };
  }
}
