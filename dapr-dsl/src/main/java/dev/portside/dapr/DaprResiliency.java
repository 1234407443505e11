package dev.portside.dapr;

import dev.portside.dapr.spec.CircuitBreaker;
import dev.portside.dapr.spec.GoDuration;
import dev.portside.dapr.spec.ResiliencyTarget;
import dev.portside.dapr.spec.RetryPolicy;
import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.immutables.value.Value;

/**
 * A Dapr Resiliency: timeouts, retries and circuit breakers, and the calls that they hold for;
 * since Dapr 1.7.
 *
 * <p>It becomes one resource {@code dapr.io/v1alpha1 Resiliency}. Source of the shape: dapr/dapr
 * v1.18.3, charts/dapr/crds/resiliency.yaml.
 */
@Value.Immutable
public abstract class DaprResiliency implements Part {

  DaprResiliency() {}

  /**
   * Returns a builder of a Resiliency of that name.
   *
   * @throws IllegalArgumentException if the name is no DNS label
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Returns its name. */
  public abstract String name();

  /** Returns what it says. */
  abstract Mapping spec();

  /** Returns the app ids that it is for; empty for all apps of its namespace. */
  public abstract List<String> scopes();

  @Override
  public final List<Resource> resources(Context context) {
    return new DaprObject("Resiliency", name(), context).scopes(scopes()).with(spec());
  }

  @Override
  public final String toString() {
    return "DaprResiliency " + name();
  }

  /** Collects a Resiliency. */
  public static final class Builder {

    private final String name;
    private final List<String> scopes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private Mapping spec =
        Mapping.builder().put("policies", Mapping.empty()).put("targets", Mapping.empty()).build();

    private Builder(String name) {
      this.name = Names.label("resiliency name", name);
    }

    private Builder set(Tree value, String... path) {
      spec = (Mapping) spec.with(Pointer.of(path), value);
      return this;
    }

    /** Adds a timeout that targets name. */
    public Builder timeout(String policy, Duration time) {
      String text = GoDuration.text("timeout", time);
      return set(Scalar.of(text), "policies", "timeouts", Names.text("timeout policy", policy));
    }

    /** Adds a retry policy that targets name. */
    public Builder retry(String policy, RetryPolicy retry) {
      return set(retry.tree(), "policies", "retries", Names.text("retry policy", policy));
    }

    /** Adds a circuit breaker that targets name. */
    public Builder circuitBreaker(String policy, CircuitBreaker breaker) {
      String named = Names.text("circuit breaker", policy);
      return set(breaker.tree(), "policies", "circuitBreakers", named);
    }

    /** Sets what holds for calls of an app, or of an HTTPEndpoint by its name. */
    public Builder app(String appId, ResiliencyTarget target) {
      if (target.tree().has("circuitBreakerScope")) {
        problems.add("app %s: only actors have a scope of their breaker".formatted(appId));
      }
      return set(target.tree(), "targets", "apps", Names.text("app id", appId));
    }

    /** Sets what holds for calls of actors of a type. */
    public Builder actor(String type, ResiliencyTarget target) {
      if (target.tree().has("circuitBreaker") && !target.tree().has("circuitBreakerScope")) {
        problems.add("actor %s: a breaker needs a scope".formatted(type));
      }
      return set(target.tree(), "targets", "actors", Names.text("actor type", type));
    }

    /** Sets what holds for calls that sidecars make of a component. */
    public Builder outbound(String component, ResiliencyTarget target) {
      return component(component, "outbound", target);
    }

    /** Sets what holds for calls that a component makes of the app, such as messages. */
    public Builder inbound(String component, ResiliencyTarget target) {
      return component(component, "inbound", target);
    }

    private Builder component(String component, String way, ResiliencyTarget target) {
      for (String field : List.of("circuitBreakerScope", "circuitBreakerCacheSize")) {
        if (target.tree().has(field)) {
          problems.add("component %s: components have no %s".formatted(component, field));
        }
      }
      return set(
          target.tree(), "targets", "components", Names.text("component name", component), way);
    }

    /** Adds an app id to those that it is for; without any, it is for all of its namespace. */
    public Builder scope(String appId) {
      scopes.add(DaprApp.checkedId(appId));
      return this;
    }

    /**
     * Returns the Resiliency.
     *
     * @throws IllegalArgumentException if a target names a policy that is not there, an actor's
     *     breaker has no scope, or one has what is not its kind's; the message names all of it
     */
    public DaprResiliency build() {
      List<String> all = new ArrayList<>(problems);
      references(spec.mapping("targets"), all);
      if (!all.isEmpty()) {
        throw new IllegalArgumentException(
            "resiliency %s: %s".formatted(name, String.join("; ", all)));
      }
      return ImmutableDaprResiliency.builder().name(name).spec(spec).scopes(scopes).build();
    }

    private void references(Mapping targets, List<String> all) {
      for (String key : targets.keys()) {
        if (targets.get(key) instanceof Mapping below) {
          references(below, all);
        } else {
          reference(key, String.valueOf(targets.text(key)), all);
        }
      }
    }

    private void reference(String field, String policy, List<String> all) {
      String policies =
          switch (field) {
            case "timeout" -> "timeouts";
            case "retry" -> "retries";
            case "circuitBreaker" -> "circuitBreakers";
            default -> "";
          };
      boolean there = spec.mapping("policies").mapping(policies).has(policy);
      if (!policies.isEmpty() && !there) {
        all.add("no policy \"%s\" among its %s".formatted(policy, policies));
      }
    }
  }
}
