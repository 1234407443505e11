package dev.portside.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A quantity as Kubernetes reads and prints it. Source: k8s.io/apimachinery
 * pkg/api/resource/quantity.go and amount.go.
 */
public final class Quantity {

  private enum Format {
    DECIMAL_SI("DecimalSI"),
    DECIMAL_EXPONENT("DecimalExponent"),
    BINARY_SI("BinarySI");

    private final String word;

    Format(String word) {
      this.word = word;
    }
  }

  private static final String FORMAT_WRONG =
      "quantities must match the regular expression"
          + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  private static final Pattern SUFFIX = Pattern.compile("[eEinumkKMGTP]*[-+]?[0-9]*");
  private static final String SUFFIX_WRONG = "unable to parse quantity's suffix";

  private static final Map<String, Integer> DECIMAL =
      Map.of("n", -9, "u", -6, "m", -3, "", 0, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
  private static final Map<String, Integer> BINARY =
      Map.of("Ki", 10, "Mi", 20, "Gi", 30, "Ti", 40, "Pi", 50, "Ei", 60);

  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  /** The most digits that a 64-bit number surely holds. */
  private static final int DIGITS = 18;

  private static final int NANO = 9;

  /** What is longer is as good as endless, and a fraction's digits beyond as good as one. */
  private static final int MOST_DIGITS = 1_000;

  private final String text;
  private final BigDecimal value;
  private final Format format;

  /** Whether Kubernetes holds it as a 64-bit number with a scale; only then it has whole bytes. */
  private final boolean small;

  /** Whether Kubernetes took its text for the one spelling that it stores, and keeps it. */
  private final boolean kept;

  private final long mantissa;
  private final int scale;
  private final @Nullable String problem;

  private Quantity(
      String text,
      BigDecimal value,
      Format format,
      boolean small,
      boolean kept,
      long mantissa,
      int scale,
      @Nullable String problem) {
    this.text = text;
    this.value = value;
    this.format = format;
    this.small = small;
    this.kept = kept;
    this.mantissa = mantissa;
    this.scale = scale;
    this.problem = problem;
  }

  private static Quantity none(String text, String problem) {
    return new Quantity(text, BigDecimal.ZERO, Format.DECIMAL_SI, true, false, 0, 0, problem);
  }

  /** Returns the quantity; {@link #problem} says where the text is none. */
  public static Quantity parse(String text) {
    int pos = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    boolean negative = text.startsWith("-");
    int start = pos;
    while (pos < text.length() && text.charAt(pos) == '0') {
      pos++;
    }
    if (text.isEmpty()) {
      return none(text, FORMAT_WRONG);
    }
    int numberEnd = digits(text, pos);
    String number = text.substring(pos, Math.min(numberEnd, pos + MOST_DIGITS));
    pos = numberEnd;
    String fraction = "";
    if (pos < text.length() && text.charAt(pos) == '.') {
      int end = digits(text, pos + 1);
      fraction = text.substring(pos + 1, Math.min(end, pos + 1 + MOST_DIGITS));
      pos = end;
    }
    boolean onlySign = text.length() == start;
    String suffix = text.substring(pos);
    if (onlySign) {
      suffix = "";
    } else if (!SUFFIX.matcher(suffix).matches()) {
      return none(text, FORMAT_WRONG);
    }
    return of(text, negative, number.isEmpty() ? "0" : number, fraction, suffix);
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static Quantity of(
      String text, boolean negative, String number, String fraction, String suffix) {
    Integer decimal = DECIMAL.get(suffix);
    Integer binary = BINARY.get(suffix);
    Format format = Format.DECIMAL_SI;
    int exponent = decimal == null ? 0 : decimal;
    if (binary != null) {
      format = Format.BINARY_SI;
      exponent = binary;
    } else if (decimal == null) {
      format = Format.DECIMAL_EXPONENT;
      String power =
          suffix.length() > 1 && "eE".indexOf(suffix.charAt(0)) >= 0 ? suffix.substring(1) : "";
      if (!GoNumber.isInt(power)) {
        return none(text, SUFFIX_WRONG);
      }
      long parsed = Long.parseLong(power);
      exponent = (int) Math.max(-MOST_DIGITS, Math.min(MOST_DIGITS, parsed));
    }
    BigDecimal plain = new BigDecimal(fraction.isEmpty() ? number : number + "." + fraction);
    BigDecimal signed = negative ? plain.negate() : plain;
    Quantity small = small(text, signed, number + fraction, fraction.length(), format, exponent);
    return small == null ? large(text, signed, format, exponent) : small;
  }

  /** What fits 64 bits by the count of its digits, and nothing else. */
  private static @Nullable Quantity small(
      String text, BigDecimal signed, String digits, int places, Format format, int exponent) {
    boolean isBinary = format == Format.BINARY_SI;
    int precision = DIGITS - digits.length();
    if (isBinary) {
      precision = places > 0 ? -1 : 15 - digits.length() - (int) ((float) exponent * 3 / 10) - 1;
    }
    int scale = (isBinary ? 0 : exponent) - places;
    if (precision < 0 || scale < -NANO) {
      return null;
    }
    BigInteger unscaled = signed.movePointRight(places).toBigInteger();
    BigInteger mantissa = isBinary ? unscaled.shiftLeft(exponent) : unscaled;
    if (mantissa.bitLength() > 63) {
      return null;
    }
    BigDecimal value = new BigDecimal(mantissa).scaleByPowerOfTen(scale);
    boolean kept =
        isBinary
            ? exponent % 10 == 0 && (unscaled.longValue() & 7) != 0
            : scale % 3 == 0 && !digits.endsWith("000") && digits.charAt(0) != '0';
    return new Quantity(text, value, format, true, kept, mantissa.longValue(), scale, null);
  }

  private static Quantity large(String text, BigDecimal signed, Format format, int exponent) {
    boolean isBinary = format == Format.BINARY_SI;
    BigDecimal value =
        isBinary
            ? signed.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(exponent)))
            : signed.scaleByPowerOfTen(exponent);
    BigDecimal amount = value.abs();
    if (amount.signum() != 0) {
      amount = amount.setScale(NANO, RoundingMode.UP);
    }
    Format held = format;
    if (isBinary) {
      amount = amount.min(LARGEST);
      boolean belowOne = amount.signum() > 0 && amount.compareTo(BigDecimal.ONE) < 0;
      held = belowOne ? Format.DECIMAL_SI : format;
    }
    BigDecimal result = value.signum() < 0 ? amount.negate() : amount;
    return new Quantity(text, result, held, false, false, 0, 0, null);
  }

  /** Returns why the text is not a quantity, or null. */
  public @Nullable String problem() {
    return problem;
  }

  /** Returns whether it is less than nothing. */
  public boolean isNegative() {
    return value.signum() < 0;
  }

  /** Returns its value, rounded as Kubernetes does. */
  public BigDecimal value() {
    return value;
  }

  /** Returns why daprd takes no bytes from it, or null when {@link #bytes} are them. */
  public @Nullable String bytesProblem() {
    if (problem != null || value.signum() == 0) {
      return problem;
    }
    boolean whole = small && scale >= 0 && value.abs().compareTo(LARGEST) <= 0;
    return whole ? null : "cannot get bytes from resource quantity value '%s'".formatted(dump());
  }

  /** As Go prints the structure. */
  private String dump() {
    return small
        ? "{{%d %d} {<nil>} %s %s}".formatted(mantissa, scale, text, format.word)
        : "{{0 0} {0x0}  %s}".formatted(format.word);
  }

  /** Returns it in bytes, where there is no problem in that. */
  public long bytes() {
    return value.longValue();
  }

  /** Returns it in units of {@code 1 << shift} bytes, where it is a whole number of them. */
  public OptionalLong units(int shift) {
    boolean whole = bytesProblem() == null && (bytes() & ((1L << shift) - 1)) == 0;
    return whole ? OptionalLong.of(bytes() >> shift) : OptionalLong.empty();
  }

  /** Returns it in the one spelling that Kubernetes stores. */
  @Override
  public String toString() {
    if (kept) {
      return text;
    }
    boolean binary =
        format == Format.BINARY_SI
            && value.abs().compareTo(BigDecimal.valueOf(1024)) >= 0
            && value.stripTrailingZeros().scale() <= 0;
    return binary ? binary() : decimal();
  }

  private String binary() {
    BigInteger left = value.toBigIntegerExact();
    int thousands = 0;
    while (thousands < 6 && left.getLowestSetBit() >= 10) {
      left = left.shiftRight(10);
      thousands++;
    }
    return left + (thousands == 0 ? "" : "KMGTPE".charAt(thousands - 1) + "i");
  }

  private String decimal() {
    if (value.signum() == 0) {
      return "0";
    }
    BigDecimal stripped = value.stripTrailingZeros();
    int exponent = Math.floorDiv(-stripped.scale(), 3) * 3;
    BigInteger number = stripped.scaleByPowerOfTen(-exponent).toBigIntegerExact();
    if (exponent == 0) {
      return number.toString();
    }
    if (format == Format.DECIMAL_EXPONENT) {
      return number + "e" + exponent;
    }
    int power = exponent;
    return DECIMAL.entrySet().stream()
        .filter(entry -> entry.getValue() == power)
        .findFirst()
        .map(entry -> number + entry.getKey())
        .orElseGet(() -> value.toPlainString());
  }
}
