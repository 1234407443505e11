package dev.portside.dapr;

import dev.portside.dapr.spec.DurationText;
import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A Dapr Subscription: which messages of a broker are sent to which path of an app.
 *
 * <p>It becomes one resource {@code dapr.io/v2alpha1 Subscription}, or {@code v1alpha1} where that
 * is asked for. Source of the shape: dapr/dapr v1.18.3, charts/dapr/crds/subscription.yaml.
 */
public final class DaprSubscription implements Part {

  private final DaprObject object;
  private final String apiVersion;
  private final Mapping spec;

  private DaprSubscription(DaprObject object, String apiVersion, Mapping spec) {
    this.object = object;
    this.apiVersion = apiVersion;
    this.spec = spec;
  }

  /**
   * Returns a builder of a subscription.
   *
   * @param name the resource's
   * @param pubsub the broker's Component
   * @param topic of the broker
   * @throws IllegalArgumentException if the name is not a DNS label, or another one is blank
   */
  public static Builder named(String name, String pubsub, String topic) {
    return new Builder(name, pubsub, topic);
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
    return object.resources(context, apiVersion, spec);
  }

  @Override
  public String toString() {
    return object.toString();
  }

  /** Collects a subscription. It needs a route, or rules, or both. */
  public static final class Builder {

    /** Milliseconds of 32 bits. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(Integer.MAX_VALUE);

    private final String pubsub;
    private final String topic;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Sequence.Builder rules = Sequence.builder();
    private DaprObject object;
    private Mapping bulk = Mapping.empty();
    private String route = "";
    private String deadLetters = "";
    private boolean first;

    private Builder(String name, String pubsub, String topic) {
      this.object = DaprObject.of("Subscription", "subscription name", name);
      this.pubsub = Names.text("pub/sub name", pubsub);
      this.topic = Names.text("topic", topic);
    }

    /** Sets the path of the app that takes messages which no rule matches. */
    public Builder route(String path) {
      this.route = Names.text("route", path);
      return this;
    }

    /**
     * Adds a path for messages that an expression matches; the first that does counts.
     *
     * @param match in CEL, such as {@code event.type == "order"}
     */
    public Builder rule(String match, String path) {
      rules.add(
          Mapping.builder()
              .put("match", Names.text("match", match))
              .put("path", Names.text("path", path))
              .build());
      return this;
    }

    /** Sets the topic that takes messages which the app refuses; since Dapr 1.9. */
    public Builder deadLetterTopic(String topic) {
      this.deadLetters = Names.text("dead letter topic", topic);
      return this;
    }

    /**
     * Sends messages in batches; since Dapr 1.10.
     *
     * @param most in a batch, at least 1; Dapr's default is 100
     * @param wait at most; Dapr's default is a second
     * @throws IllegalArgumentException if there are fewer, or the wait is beyond 24 days
     */
    public Builder batches(int most, Duration wait) {
      if (most < 1) {
        throw new IllegalArgumentException("messages %d: must be 1 or more".formatted(most));
      }
      if (wait.compareTo(LONGEST_WAIT) > 0) {
        throw new IllegalArgumentException(
            "wait %s: must be at most %s".formatted(wait, LONGEST_WAIT));
      }
      DurationText.text("wait", wait);
      this.bulk =
          Mapping.builder()
              .put("enabled", true)
              .put("maxMessagesCount", most)
              .put("maxAwaitDurationMs", wait.toMillis())
              .build();
      return this;
    }

    /** Sets metadata that the broker's component reads, such as {@code rawPayload}. */
    public Builder metadata(String key, String value) {
      metadata.put(Names.text("metadata key", key), Objects.requireNonNull(value));
      return this;
    }

    /** Adds an app id to those that it is for; without any, it is for all of its namespace. */
    public Builder scope(String appId) {
      object = object.scope(appId);
      return this;
    }

    /** Writes it as {@code v1alpha1}, which has one route and no rules. */
    public Builder v1alpha1() {
      this.first = true;
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
     * Returns the subscription.
     *
     * @throws IllegalStateException if it has no route and no rule, or rules as {@code v1alpha1},
     *     naming all that is wrong
     */
    public DaprSubscription build() {
      Sequence all = rules.build();
      List<String> wrong = new ArrayList<>();
      if (all.isEmpty() && route.isEmpty()) {
        wrong.add("must have a route or a rule; without one Dapr drops its messages");
      }
      if (first && !all.isEmpty()) {
        wrong.add("v1alpha1 has no rules");
      }
      if (first && route.isEmpty()) {
        wrong.add("v1alpha1 has one route");
      }
      object.refuse(wrong);
      return new DaprSubscription(object, first ? "v1alpha1" : "v2alpha1", spec(all));
    }

    private Mapping spec(Sequence all) {
      Mapping.Builder spec = Mapping.builder().put("pubsubname", pubsub).put("topic", topic);
      if (first) {
        spec.put("route", route);
      } else {
        Mapping.Builder routes = Mapping.builder().putUnlessEmpty("rules", all);
        spec.put("routes", (route.isEmpty() ? routes : routes.put("default", route)).build());
      }
      if (!deadLetters.isEmpty()) {
        spec.put("deadLetterTopic", deadLetters);
      }
      Mapping.Builder pairs = Mapping.builder();
      metadata.forEach(pairs::put);
      return spec.putUnlessEmpty("bulkSubscribe", bulk)
          .putUnlessEmpty("metadata", pairs.build())
          .build();
    }
  }
}
