package dev.portside.dapr.injection;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A duration as Go reads and prints it.
 *
 * @param nanos its length in nanoseconds; 0 where there is a problem
 * @param problem why the text is none, or null
 */
record GoDuration(long nanos, @Nullable String problem) {

  private static final Map<String, Long> UNITS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  /** Source: Go time/format.go, {@code ParseDuration}. */
  static GoDuration parse(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return new GoDuration(0, null);
    }
    if (rest.isEmpty()) {
      return invalid(text);
    }
    BigDecimal total = BigDecimal.ZERO;
    while (!rest.isEmpty()) {
      int number = 0;
      while (number < rest.length() && isNumeric(rest.charAt(number))) {
        number++;
      }
      String digits = rest.substring(0, number);
      if (!digits.matches("[0-9]+(\\.[0-9]*)?|\\.[0-9]+")) {
        return invalid(text);
      }
      int end = number;
      while (end < rest.length() && !isNumeric(rest.charAt(end))) {
        end++;
      }
      String unit = rest.substring(number, end);
      Long length = UNITS.get(unit);
      if (length == null) {
        return unit.isEmpty()
            ? problem("missing unit in duration ", text)
            : new GoDuration(
                0,
                "time: unknown unit %s in duration %s"
                    .formatted(Go.quoteBytes(unit), Go.quoteBytes(text)));
      }
      String padded = digits.startsWith(".") ? "0" + digits : digits;
      total =
          total.add(
              new BigDecimal(padded + (padded.endsWith(".") ? "0" : ""))
                  .multiply(BigDecimal.valueOf(length)));
      rest = rest.substring(end);
    }
    BigInteger nanos = negative ? total.toBigInteger().negate() : total.toBigInteger();
    return nanos.bitLength() > 63 ? invalid(text) : new GoDuration(nanos.longValue(), null);
  }

  private static boolean isNumeric(char c) {
    return c == '.' || c >= '0' && c <= '9';
  }

  private static GoDuration invalid(String text) {
    return problem("invalid duration ", text);
  }

  private static GoDuration problem(String what, String text) {
    return new GoDuration(0, "time: " + what + Go.quoteBytes(text));
  }

  static GoDuration ofSeconds(long seconds) {
    return new GoDuration(seconds * 1_000_000_000L, null);
  }

  static GoDuration ofMillis(long millis) {
    return new GoDuration(millis * 1_000_000L, null);
  }

  /** Returns it as Go prints it: {@code 1h30m0s}, {@code 1.5s}, {@code 500ms}, {@code 0s}. */
  @Override
  public String toString() {
    if (nanos == 0) {
      return "0s";
    }
    BigDecimal left = BigDecimal.valueOf(nanos).abs();
    String sign = nanos < 0 ? "-" : "";
    if (left.compareTo(BigDecimal.valueOf(1_000_000_000L)) < 0) {
      return sign + below(left);
    }
    long seconds = left.longValue() / 1_000_000_000L;
    StringBuilder text = new StringBuilder(sign);
    if (seconds >= 3600) {
      text.append(seconds / 3600).append('h');
    }
    if (seconds >= 60) {
      text.append(seconds / 60 % 60).append('m');
    }
    BigDecimal rest = left.movePointLeft(9).subtract(BigDecimal.valueOf(seconds / 60 * 60));
    return text.append(plain(rest)).append('s').toString();
  }

  private static String below(BigDecimal nanos) {
    long whole = nanos.longValue();
    if (whole < 1_000) {
      return whole + "ns";
    }
    return whole < 1_000_000
        ? plain(nanos.movePointLeft(3)) + "\u00b5s"
        : plain(nanos.movePointLeft(6)) + "ms";
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
