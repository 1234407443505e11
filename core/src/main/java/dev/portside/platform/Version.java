package dev.portside.platform;

import org.jspecify.annotations.Nullable;

/** A release: numbers separated by dots, compared number by number; missing ones count as 0. */
public final class Version implements Comparable<Version> {

  private final String text;
  private final int[] numbers;

  private Version(String text, int[] numbers) {
    this.text = text;
    this.numbers = numbers;
  }

  /**
   * Reads a release such as {@code 1.18}, {@code 1.18.3} or {@code v1.18.3}; what follows a {@code
   * -} or {@code +} is kept in the text and does not count.
   *
   * @throws IllegalArgumentException if it does not begin with a number, naming the accepted form
   */
  public static Version of(String text) {
    String[] parts = text.substring(text.startsWith("v") ? 1 : 0, end(text)).split("\\.", -1);
    int[] numbers = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = number(text, parts[i]);
    }
    return new Version(text, numbers);
  }

  /** Returns where the numbers end. */
  private static int end(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '-' || text.charAt(i) == '+') {
        return i;
      }
    }
    return text.length();
  }

  private static int number(String text, String part) {
    if (part.isEmpty() || part.length() > 9 || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException(
          "version \"%s\": must be numbers separated by dots, such as 1.18".formatted(text));
    }
    return Integer.parseInt(part);
  }

  /** Returns whether this is that release or a later one. */
  public boolean isAtLeast(Version other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(Version other) {
    for (int i = 0; i < Math.max(numbers.length, other.numbers.length); i++) {
      int order = Integer.compare(number(i), other.number(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private int number(int index) {
    return index < numbers.length ? numbers[index] : 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Version version && compareTo(version) == 0;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = numbers.length - 1; i >= 0; i--) {
      hash = hash * 31 + numbers[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return text;
  }
}
