package dev.portside.dapr.spec;

import dev.portside.Internal;
import java.time.Duration;

/** Durations as Go writes and reads them: {@code 1h30m}, {@code 250ms}. */
@Internal
public final class DurationText {

  private DurationText() {}

  /**
   * Returns a duration's text, to the millisecond.
   *
   * @param what the field, for the message
   * @throws IllegalArgumentException if it is negative, or not whole milliseconds
   */
  public static String text(String what, Duration duration) {
    if (duration.isNegative() || duration.toNanosPart() % 1_000_000 != 0) {
      throw new IllegalArgumentException(
          "%s %s: must be 0 or more whole milliseconds".formatted(what, duration));
    }
    StringBuilder text = new StringBuilder();
    append(duration.toHours(), "h", text);
    append(duration.toMinutesPart(), "m", text);
    append(duration.toSecondsPart(), "s", text);
    append(duration.toMillisPart(), "ms", text);
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(long number, String unit, StringBuilder text) {
    if (number > 0) {
      text.append(number).append(unit);
    }
  }
}
