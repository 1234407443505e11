package dev.portside.traffic;

/** Yes, no, or not to be known from what is there. Unknown is never treated as no. */
public enum Tri {
  /** It is so. */
  YES,
  /** It is not so. */
  NO,
  /** The set does not hold the fact that decides. */
  UNKNOWN;

  /** Returns yes or no. */
  public static Tri of(boolean value) {
    return value ? YES : NO;
  }
}
