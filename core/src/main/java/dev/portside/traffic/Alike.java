package dev.portside.traffic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps equal values once, as far as it remembers: thousands of ends of a set say the same. */
final class Alike {

  /** What differs from end to end is not worth remembering. */
  private static final int MOST = 4096;

  private final Map<Object, Object> kept = new ConcurrentHashMap<>();

  /** Returns a value that is equal to the given one. */
  @SuppressWarnings("unchecked")
  <T> T one(T value) {
    Object known = kept.get(value);
    if (known == null && kept.size() < MOST) {
      known = kept.putIfAbsent(value, value);
    }
    return known == null ? value : (T) known;
  }

  /** Returns a verdict that is equal to the given one. Where its setting is written is its own. */
  @SuppressWarnings("ReferenceEquality")
  Verdict verdict(Verdict verdict) {
    String reason = one(verdict.reason());
    // A mesh that gives the same reason again has kept the verdict as well.
    return reason == verdict.reason()
        ? verdict
        : new Verdict(verdict.captured(), verdict.setting(), reason);
  }
}
