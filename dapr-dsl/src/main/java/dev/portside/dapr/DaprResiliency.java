package dev.portside.dapr;

import dev.portside.dapr.spec.CircuitBreaker;
import dev.portside.dapr.spec.DurationText;
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
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A Dapr Resiliency: timeouts, retries and circuit breakers, and the calls that they hold for;
 * since Dapr 1.7.
 *
 * <p>It becomes one resource {@code dapr.io/v1alpha1 Resiliency}. Source of the shape: dapr/dapr
 * v1.18.3, charts/dapr/crds/resiliency.yaml.
 */
public final class DaprResiliency implements Part {

  private final DaprObject object;
  private final Mapping spec;

  private DaprResiliency(DaprObject object, Mapping spec) {
    this.object = object;
    this.spec = spec;
  }

  /**
   * Returns a builder of a Resiliency of that name.
   *
   * @throws IllegalArgumentException if the name is not a DNS label
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Returns its name. */
  public String name() {
    return object.name();
  }

  /** Returns the app ids that it is for; empty for all apps of its namespace. */
  public List<String> scopes() {
    return object.scopes();
  }

  @Override
  public List<Resource> resources(Context context) {
    return object.resources(context, spec);
  }

  @Override
  public String toString() {
    return object.toString();
  }

  /** Collects a Resiliency. */
  public static final class Builder {

    private static final String BREAKER_SCOPE = "circuitBreakerScope";

    private DaprObject object;
    private Mapping spec =
        Mapping.builder().put("policies", Mapping.empty()).put("targets", Mapping.empty()).build();

    private Builder(String name) {
      this.object = DaprObject.of("Resiliency", "resiliency name", name);
    }

    private Builder set(Tree value, String... path) {
      spec = (Mapping) spec.with(Pointer.of(path), value);
      return this;
    }

    /** Adds a timeout that targets name. */
    public Builder timeout(String policy, Duration time) {
      String text = DurationText.text("timeout", time);
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

    /**
     * Sets what holds for calls of an app, or of an HTTPEndpoint by its name.
     *
     * @throws IllegalArgumentException if the target has a scope of its breaker
     */
    public Builder app(String appId, ResiliencyTarget target) {
      require(
          !target.tree().has(BREAKER_SCOPE),
          "app " + appId,
          "only actors have a scope of a breaker");
      return set(target.tree(), "targets", "apps", Names.text("app id", appId));
    }

    /**
     * Sets what holds for calls of actors of a type.
     *
     * @throws IllegalArgumentException if the target has a breaker without a scope
     */
    public Builder actor(String type, ResiliencyTarget target) {
      boolean scoped = !target.tree().has("circuitBreaker") || target.tree().has(BREAKER_SCOPE);
      require(scoped, "actor " + type, "a breaker needs a scope");
      return set(target.tree(), "targets", "actors", Names.text("actor type", type));
    }

    /**
     * Sets what holds for calls that sidecars make of a component.
     *
     * @throws IllegalArgumentException if the target has what is for apps or actors only
     */
    public Builder outbound(String component, ResiliencyTarget target) {
      return component(component, "outbound", target);
    }

    /** Sets what holds for calls that a component makes of the app; see {@link #outbound}. */
    public Builder inbound(String component, ResiliencyTarget target) {
      return component(component, "inbound", target);
    }

    private Builder component(String component, String way, ResiliencyTarget target) {
      for (String field : List.of(BREAKER_SCOPE, "circuitBreakerCacheSize")) {
        require(!target.tree().has(field), "component " + component, "components have no " + field);
      }
      return set(
          target.tree(), "targets", "components", Names.text("component name", component), way);
    }

    private static void require(boolean right, String whose, String problem) {
      if (!right) {
        throw new IllegalArgumentException(whose + ": " + problem);
      }
    }

    /** Adds an app id to those that it is for; without any, it is for all of its namespace. */
    public Builder scope(String appId) {
      object = object.scope(appId);
      return this;
    }

    /**
     * Changes the resource by fabric8's builder, after everything else is in it; checks look at it
     * like at any other.
     */
    public Builder customized(Consumer<GenericKubernetesResourceBuilder> change) {
      object = object.customized(change);
      return this;
    }

    /**
     * Returns the Resiliency.
     *
     * @throws IllegalStateException if targets name policies that are not there, naming all of them
     */
    public DaprResiliency build() {
      List<String> wrong = new ArrayList<>();
      references(spec.mapping("targets"), wrong);
      object.refuse(wrong);
      return new DaprResiliency(object, spec);
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
