package dev.portside.dapr.spec;

import dev.portside.manifest.Names;
import dev.portside.yaml.Mapping;
import java.util.Locale;

/** Which policies hold for calls of an app, of actors, or of a component. */
public final class ResiliencyTarget extends SpecPart {

  /** What a circuit breaker of actors counts together. */
  public enum BreakerScope {
    /** All actors of the type. */
    TYPE,
    /** Each actor. */
    ID,
    /** Both. */
    BOTH
  }

  private ResiliencyTarget(Mapping tree) {
    super(tree);
  }

  /** Returns a target without policies. */
  public static ResiliencyTarget of() {
    return new ResiliencyTarget(Mapping.empty());
  }

  /** Returns this with the timeout of that name. */
  public ResiliencyTarget timeout(String policy) {
    return new ResiliencyTarget(with("timeout", Names.text("timeout policy", policy)));
  }

  /** Returns this with the retry policy of that name. */
  public ResiliencyTarget retry(String policy) {
    return new ResiliencyTarget(with("retry", Names.text("retry policy", policy)));
  }

  /** Returns this with the circuit breaker of that name. */
  public ResiliencyTarget circuitBreaker(String policy) {
    return new ResiliencyTarget(with("circuitBreaker", Names.text("circuit breaker", policy)));
  }

  /** Returns this with that many breakers kept; for apps (100 by default) and actors (5000). */
  public ResiliencyTarget circuitBreakerCacheSize(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("cache size %d: must be 1 or more".formatted(size));
    }
    return new ResiliencyTarget(with("circuitBreakerCacheSize", size));
  }

  /** Returns this with what the breaker counts together; actors with a breaker need it. */
  public ResiliencyTarget circuitBreakerScope(BreakerScope scope) {
    return new ResiliencyTarget(with("circuitBreakerScope", scope.name().toLowerCase(Locale.ROOT)));
  }
}
