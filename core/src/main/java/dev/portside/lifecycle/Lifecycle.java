package dev.portside.lifecycle;

import dev.portside.yaml.Mapping;
import java.util.function.Function;

/**
 * What a kind asks of whoever applies it.
 *
 * @param group its API group; empty for the core group
 * @param kind its name, in whatever version; {@code *} for all other kinds of the group
 * @param phase when it is applied
 * @param readiness how far a live object of it has come; a pure function of the object
 */
public record Lifecycle(
    String group, String kind, ApplyPhase phase, Function<Mapping, Readiness> readiness) {

  /** Every other kind of a group. */
  public static final String ANY = "*";

  /** Returns the lifecycle of a kind that is ready when its usual conditions say so. */
  public static Lifecycle of(String group, String kind, ApplyPhase phase) {
    return new Lifecycle(group, kind, phase, KubernetesReadiness::ofConditions);
  }
}
