package dev.portside.dapr.injection;

import java.util.OptionalLong;

/** Sizes in the units that old annotations have. */
public final class Sizes {

  private Sizes() {}

  /**
   * Returns a quantity of bytes in units of {@code 1 << shift} bytes, where it is a whole number of
   * them.
   */
  public static OptionalLong units(String quantity, int shift) {
    Quantity size = Quantity.parse(quantity);
    boolean whole = size.bytesProblem() == null && (size.bytes() & ((1L << shift) - 1)) == 0;
    return whole ? OptionalLong.of(size.bytes() >> shift) : OptionalLong.empty();
  }
}
