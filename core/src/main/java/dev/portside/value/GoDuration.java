package dev.portside.value;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A duration as Go reads and prints it. Source: Go's package time, {@code ParseDuration} and {@code
 * Duration.String}.
 *
 * @param nanos its length in nanoseconds; 0 where there is a problem
 * @param problem why the text is none, in Go's words, or null
 */
public record GoDuration(long nanos, @Nullable String problem) {

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

  /** Returns the duration that a text stands for. */
  public static GoDuration parse(String text) {
    return new Reading(text).duration();
  }

  /** Returns a duration of so many nanoseconds. */
  public static GoDuration ofNanos(long nanos) {
    return new GoDuration(nanos, null);
  }

  /** Returns whether the text is one. */
  public boolean isValid() {
    return problem == null;
  }

  /** One pass over a text; sums and products are unsigned, and none exceeds 2^63. */
  private static final class Reading {

    private static final long MOST = Long.MIN_VALUE;

    private final String text;
    private int at;
    private long whole;
    private long fraction;
    private double scale;

    Reading(String text) {
      this.text = text;
    }

    GoDuration duration() {
      boolean negative = text.startsWith("-");
      at = negative || text.startsWith("+") ? 1 : 0;
      if (text.substring(at).equals("0")) {
        return ofNanos(0);
      }
      long total = 0;
      boolean fits = at < text.length();
      while (fits && at < text.length()) {
        fits = number();
        if (fits) {
          int start = at;
          while (at < text.length() && text.charAt(at) != '.' && !isDigit(text.charAt(at))) {
            at++;
          }
          Long unit = UNITS.get(text.substring(start, at));
          if (unit == null) {
            return unknown(text.substring(start, at));
          }
          long length = whole * unit + (long) (fraction * (unit / scale));
          total += length;
          fits =
              isWithin(whole, Long.divideUnsigned(MOST, unit))
                  && isWithin(length, MOST)
                  && isWithin(total, MOST);
        }
      }
      fits &= negative || total != MOST;
      return fits ? ofNanos(negative ? -total : total) : none("invalid duration ");
    }

    private static boolean isWithin(long number, long most) {
      return Long.compareUnsigned(number, most) <= 0;
    }

    /** Reads a number; false when there is none, or its whole part is too large. */
    private boolean number() {
      whole = 0;
      int start = at;
      while (at < text.length() && isDigit(text.charAt(at))) {
        if (!isWithin(whole, MOST / -10)) {
          return false;
        }
        whole = whole * 10 + text.charAt(at) - '0';
        if (!isWithin(whole, MOST)) {
          return false;
        }
        at++;
      }
      boolean found = at > start;
      fraction = 0;
      scale = 1;
      if (at < text.length() && text.charAt(at) == '.') {
        at++;
        int point = at;
        fraction();
        found |= at > point;
      }
      return found;
    }

    /** Digits that no longer fit are dropped. */
    private void fraction() {
      boolean full = false;
      while (at < text.length() && isDigit(text.charAt(at))) {
        full |= fraction > Long.MAX_VALUE / 10;
        long next = fraction * 10 + text.charAt(at) - '0';
        full |= next < 0;
        if (!full) {
          fraction = next;
          scale *= 10;
        }
        at++;
      }
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private GoDuration unknown(String unit) {
      return unit.isEmpty()
          ? none("missing unit in duration ")
          : none("unknown unit %s in duration ".formatted(quoted(unit)));
    }

    private GoDuration none(String what) {
      return new GoDuration(0, "time: " + what + quoted(text));
    }

    /** Package time knows bytes only. */
    private static String quoted(String text) {
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

  /** Returns it as Go prints it: {@code 1h30m0s}, {@code 1.5s}, {@code 500ms}, {@code 0s}. */
  @Override
  public String toString() {
    if (nanos == 0) {
      return "0s";
    }
    String sign = nanos < 0 ? "-" : "";
    BigDecimal left = BigDecimal.valueOf(nanos).abs();
    BigDecimal seconds = left.movePointLeft(9);
    if (seconds.compareTo(BigDecimal.ONE) < 0) {
      return sign + below(left);
    }
    long minutes = seconds.longValue() / 60;
    String rest = plain(seconds.subtract(BigDecimal.valueOf(minutes * 60))) + "s";
    String hours = minutes < 60 ? "" : minutes / 60 + "h";
    return sign + hours + (minutes == 0 ? "" : minutes % 60 + "m") + rest;
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
