package dev.portside.kyma.admission;

import dev.portside.yaml.Scalar;
import java.math.BigInteger;

/**
 * Numbers as the API server reads them from JSON: whole ones have 64 bits, all others are doubles.
 */
final class Numbers {

  private static final double MAX_SAFE = 9007199254740991d;

  private Numbers() {}

  /** Returns whether a number is whole to it: a fraction of zero is none. */
  static boolean isLong(Scalar scalar) {
    Object number = scalar.toJava();
    if (number instanceof Integer || number instanceof Long) {
      return true;
    }
    double value = value(scalar);
    return !(number instanceof BigInteger)
        && Math.abs(value) <= MAX_SAFE
        && value == Math.rint(value);
  }

  /** Returns a number, near enough to compare it with bounds. */
  static double value(Scalar scalar) {
    return scalar.toJava() instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
