package dev.portside.kyma.model;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Durations as Go and as Kubernetes' schemas read them. Sources: Go's time.ParseDuration;
 * k8s.io/kube-openapi pkg/validation/strfmt/duration.go.
 */
public final class Durations {

  private static final Map<String, Long> UNITS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private static final Pattern PART = Pattern.compile("([0-9]*)(\\.([0-9]*))?([^0-9.]+)");

  /** A unit's short names, then the word that longer ones begin with. */
  private static final List<List<String>> WORDS =
      List.of(
          List.of("ns", "nano"),
          List.of("us", "µs", "micro"),
          List.of("ms", "milli"),
          List.of("s", "sec"),
          List.of("m", "min"),
          List.of("h", "hr", "hour"),
          List.of("d", "day"),
          List.of("w", "wk", "week"));

  private static final Pattern WORDED = Pattern.compile("([0-9]+)[\\t\\n\\f\\r ]*([A-Za-zµ]+)");
  private static final List<String> SMALL = List.of("ns", "µs", "ms");
  private static final BigDecimal SIXTY = BigDecimal.valueOf(60);
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
  private static final BigInteger MAX = BigInteger.ONE.shiftLeft(63);

  private Durations() {}

  /** Returns the nanoseconds of a text such as {@code 1h30m}; nothing where Go reads none. */
  public static OptionalLong nanoseconds(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return OptionalLong.of(0);
    }
    if (rest.isEmpty()) {
      return OptionalLong.empty();
    }
    BigInteger total = BigInteger.ZERO;
    int at = 0;
    Matcher part = PART.matcher(rest);
    while (at < rest.length()) {
      if (!part.find(at) || part.start() != at || digits(part).isEmpty()) {
        return OptionalLong.empty();
      }
      Long unit = UNITS.get(part.group(4));
      if (unit == null) {
        return OptionalLong.empty();
      }
      total = total.add(nanoseconds(part, unit));
      at = part.end();
    }
    BigInteger signed = negative ? total.negate() : total;
    boolean fits = negative ? total.compareTo(MAX) <= 0 : total.compareTo(MAX) < 0;
    return fits ? OptionalLong.of(signed.longValue()) : OptionalLong.empty();
  }

  private static String digits(Matcher part) {
    String fraction = part.group(3);
    return part.group(1) + (fraction == null ? "" : fraction);
  }

  private static BigInteger nanoseconds(Matcher part, long unit) {
    String fraction = part.group(3);
    String whole = part.group(1).isEmpty() ? "0" : part.group(1);
    BigDecimal number =
        new BigDecimal(fraction == null || fraction.isEmpty() ? whole : whole + "." + fraction);
    return number.multiply(BigDecimal.valueOf(unit)).toBigInteger();
  }

  /** Returns whether a schema's format {@code duration} takes the text: Go's, and many words. */
  public static boolean isFormat(String text) {
    if (nanoseconds(text).isPresent()) {
      return true;
    }
    boolean found = false;
    Matcher matcher = WORDED.matcher(text);
    while (matcher.find()) {
      if (new BigInteger(matcher.group(1)).bitLength() > 63) {
        return false;
      }
      String unit = matcher.group(2).toLowerCase(Locale.ROOT);
      found |= WORDS.stream().anyMatch(words -> names(words, unit));
    }
    return found;
  }

  private static boolean names(List<String> words, String unit) {
    return words.contains(unit) || unit.startsWith(words.get(words.size() - 1));
  }

  /** Returns a duration as Go writes it: {@code 1h0m1s}, {@code 1.5s}, {@code 20ms}. */
  public static String text(long nanoseconds) {
    if (nanoseconds == 0) {
      return "0s";
    }
    BigDecimal left = BigDecimal.valueOf(nanoseconds).abs();
    String sign = nanoseconds < 0 ? "-" : "";
    for (String unit : SMALL) {
      BigDecimal size = BigDecimal.valueOf(UNITS.getOrDefault(unit, 1L));
      if (left.compareTo(size.multiply(THOUSAND)) < 0) {
        return sign + plain(left.divide(size)) + unit;
      }
    }
    BigDecimal seconds = left.movePointLeft(9);
    BigDecimal[] minutes = seconds.divideAndRemainder(SIXTY);
    BigDecimal[] hours = minutes[0].divideAndRemainder(SIXTY);
    String rest = plain(minutes[1]) + "s";
    if (minutes[0].signum() == 0) {
      return sign + rest;
    }
    String whole = plain(hours[1]) + "m" + rest;
    return sign + (hours[0].signum() == 0 ? whole : plain(hours[0]) + "h" + whole);
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
