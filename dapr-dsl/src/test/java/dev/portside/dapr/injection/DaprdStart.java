package dev.portside.dapr.injection;

import dev.portside.yaml.Mapping;
import java.util.Optional;

/**
 * Whether daprd starts with its arguments. It may still fail later: at a port that is taken, at a
 * peer that does not answer.
 *
 * @param failure what it says when it exits at once; empty when it starts
 * @param effective the configuration it starts with; empty when it does not
 */
public record DaprdStart(Optional<String> failure, Mapping effective) {

  /** Returns whether it starts. */
  public boolean starts() {
    return failure.isEmpty();
  }
}
