package dev.portside.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A scalar: its text, how it was written, and what Kubernetes takes it for. Immutable.
 *
 * <p>A quoted scalar is a string whatever it says; a plain one is what {@link ScalarType} finds in
 * its text. A string made by code is quoted by the writer where its text would be retyped.
 */
public final class Scalar extends Tree {

  static final Scalar NULL = new Scalar(NOWHERE, "null", Style.PLAIN);

  private static final Scalar TRUE = new Scalar(NOWHERE, "true", Style.PLAIN);
  private static final Scalar FALSE = new Scalar(NOWHERE, "false", Style.PLAIN);

  /** How a scalar is written. */
  public enum Style {
    /** Without quotes: the text decides the type. */
    PLAIN,
    /** In single quotes: a string. */
    SINGLE_QUOTED,
    /** In double quotes: a string. */
    DOUBLE_QUOTED,
    /** As a literal block: a string. */
    LITERAL,
    /** As a folded block: a string. */
    FOLDED,
    /** Made by code as a string; the writer picks the style. */
    STRING
  }

  private final String text;
  private final Style style;

  Scalar(int offset, String text, Style style) {
    super(offset);
    this.text = text;
    this.style = style;
  }

  /** Returns a string. */
  public static Scalar of(String text) {
    return new Scalar(NOWHERE, text, Style.STRING);
  }

  /** Returns a whole number. */
  public static Scalar of(long number) {
    return new Scalar(NOWHERE, Long.toString(number), Style.PLAIN);
  }

  /** Returns a boolean. */
  public static Scalar of(boolean value) {
    return value ? TRUE : FALSE;
  }

  static Scalar ofJava(Object value) {
    if (value instanceof Boolean truth) {
      return of(truth);
    }
    if (value instanceof Number number) {
      return new Scalar(NOWHERE, text(number), Style.PLAIN);
    }
    return of(value.toString());
  }

  private static String text(Number value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    double number = value.doubleValue();
    if (Double.isInfinite(number) && !(value instanceof BigInteger)) {
      return number > 0 ? ".inf" : "-.inf";
    }
    return Double.isNaN(number) ? ".nan" : value.toString();
  }

  /** Returns the text without quotes, escapes resolved. */
  public String text() {
    return text;
  }

  /** Returns how it is written. */
  public Style style() {
    return style;
  }

  /** Returns what Kubernetes takes it for. */
  public ScalarType type() {
    return style == Style.PLAIN ? ScalarType.of(text) : ScalarType.STRING;
  }

  /** Returns whether it is a string. */
  public boolean isString() {
    return type() == ScalarType.STRING;
  }

  /** Returns whether it is null: {@code null}, {@code ~} or nothing at all. */
  public boolean isNull() {
    return style == Style.PLAIN && ScalarType.isNull(text);
  }

  /** Returns whether it is a boolean that says yes, in whichever of its spellings. */
  public boolean isTrue() {
    return type() == ScalarType.BOOL && ScalarType.isTrue(text);
  }

  /** Returns what Kubernetes calls an entry that has this scalar as its key. */
  String name() {
    return switch (type()) {
      case BOOL, INT -> String.valueOf(value());
      case NULL, FLOAT, STRING -> text;
    };
  }

  @Nullable Object value() {
    return switch (type()) {
      case NULL -> null;
      case BOOL -> ScalarType.isTrue(text);
      case INT -> ScalarType.integer(text);
      case FLOAT -> ScalarType.decimal(text);
      case STRING -> text;
    };
  }

  @Override
  public @Nullable Tree child(String segment) {
    return null;
  }

  @Override
  Tree with(List<String> segments, int depth, Tree value) {
    if (isNull()) {
      return Mapping.empty().with(segments, depth, value);
    }
    throw new IllegalArgumentException("no field " + segments.get(depth) + " below a scalar");
  }

  @Override
  Tree without(List<String> segments, int depth) {
    return this;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Scalar scalar
        && type() == scalar.type()
        && Objects.equals(value(), scalar.value());
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(value());
  }

  /** Returns the style and length only: the text may be a secret. */
  @Override
  public String toString() {
    return style + " scalar of " + text.length() + " characters";
  }
}
