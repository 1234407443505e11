package dev.portside.dapr.injection;

import dev.portside.yaml.Mapping;
import java.util.Optional;

/**
 * Whether daprd starts with its arguments. It may still fail later: at a port that is taken, at a
 * peer that does not answer.
 *
 * @param failure why it exits at once; empty when it starts
 * @param effective the configuration it starts with; empty when it does not
 */
public record DaprdStart(Optional<Failure> failure, Mapping effective) {

  /**
   * Why daprd exits.
   *
   * @param stage when: {@code flags}, {@code logger} or {@code runtime-config}
   * @param error what it says
   */
  public record Failure(String stage, String error) {}

  static DaprdStart fails(String stage, String error) {
    return new DaprdStart(Optional.of(new Failure(stage, error)), Mapping.empty());
  }

  /** Returns whether it starts. */
  public boolean starts() {
    return failure.isEmpty();
  }
}
