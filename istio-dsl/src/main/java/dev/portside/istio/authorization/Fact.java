package dev.portside.istio.authorization;

import dev.portside.traffic.Tri;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one thing about a connection: its value, that it has none, or nothing.
 *
 * @param there whether it has a value
 * @param value the value, where it has one
 */
public record Fact<T>(Tri there, @Nullable T value) {

  private static final Fact<?> ABSENT = new Fact<>(Tri.NO, null);
  private static final Fact<?> UNKNOWN = new Fact<>(Tri.UNKNOWN, null);

  /** Returns what has a value. */
  public static <T> Fact<T> of(T value) {
    return new Fact<>(Tri.YES, value);
  }

  /** Returns what is known to have no value. */
  @SuppressWarnings("unchecked") // It holds no value of any type.
  public static <T> Fact<T> absent() {
    return (Fact<T>) ABSENT;
  }

  /** Returns what nobody knows. */
  @SuppressWarnings("unchecked") // It holds no value of any type.
  public static <T> Fact<T> unknown() {
    return (Fact<T>) UNKNOWN;
  }

  /** Returns what has a value unless it is null. */
  public static <T> Fact<T> ofNullable(@Nullable T value) {
    return value == null ? absent() : of(value);
  }

  /** Returns whether it has a value that passes a test. */
  Tri test(Predicate<T> test) {
    T known = value;
    return known == null ? there : Tri.of(test.test(known));
  }

  /** Returns what a value tells of another thing, which a value may not have. */
  <R> Fact<R> flatMap(Function<T, Fact<R>> told) {
    T known = value;
    return known == null ? new Fact<>(there, null) : told.apply(known);
  }
}
