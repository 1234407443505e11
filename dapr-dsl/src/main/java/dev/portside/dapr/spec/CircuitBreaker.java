package dev.portside.dapr.spec;

import dev.portside.manifest.Names;
import dev.portside.yaml.Mapping;
import java.time.Duration;

/** When calls are no longer tried: an item of {@code spec.policies.circuitBreakers}. */
public final class CircuitBreaker extends SpecPart {

  private CircuitBreaker(Mapping tree) {
    super(tree);
  }

  /**
   * Returns a breaker that opens when an expression holds.
   *
   * @param expression in CEL, over {@code requests}, {@code totalFailures}, {@code
   *     consecutiveFailures} and their like; {@code consecutiveFailures > 5} is Dapr's default
   */
  public static CircuitBreaker of(String expression) {
    return new CircuitBreaker(Mapping.of("trip", Names.text("trip expression", expression)));
  }

  /** Returns this with that many calls let through while it is half open; 1 by default. */
  public CircuitBreaker maxRequests(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("max requests %d: must be 1 or more".formatted(most));
    }
    return new CircuitBreaker(with("maxRequests", most));
  }

  /** Returns this with how long counts are kept; 0, forever, by default. */
  public CircuitBreaker interval(Duration interval) {
    return new CircuitBreaker(with("interval", DurationText.text("interval", interval)));
  }

  /** Returns this with how long it stays open; 60 seconds by default. */
  public CircuitBreaker timeout(Duration timeout) {
    return new CircuitBreaker(with("timeout", DurationText.text("timeout", timeout)));
  }
}
