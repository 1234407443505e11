package dev.portside.dapr;

import dev.portside.dapr.spec.GoDuration;
import dev.portside.manifest.Context;
import dev.portside.manifest.Names;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/**
 * A Dapr Subscription: which messages of a broker are sent to which path of an app.
 *
 * <p>It becomes one resource {@code dapr.io/v2alpha1 Subscription}, or {@code v1alpha1} where that
 * is asked for. Source of the shape: dapr/dapr v1.18.3, charts/dapr/crds/subscription.yaml.
 */
@Value.Immutable
public abstract class DaprSubscription implements Part {

  DaprSubscription() {}

  /**
   * Returns a builder of a subscription.
   *
   * @param name the resource's
   * @param pubsub the broker's Component
   * @param topic of the broker
   * @throws IllegalArgumentException if the name is no DNS label, or another one is blank
   */
  public static Builder of(String name, String pubsub, String topic) {
    return new Builder(name, pubsub, topic);
  }

  /** Returns its name. */
  public abstract String name();

  /** Returns the version of its API: {@code v2alpha1} or {@code v1alpha1}. */
  abstract String apiVersion();

  /** Returns what it says. */
  abstract Mapping spec();

  /** Returns the app ids that it is for; empty for all apps of its namespace. */
  public abstract List<String> scopes();

  @Override
  public final List<Resource> resources(Context context) {
    return new DaprObject("Subscription", name(), context)
        .apiVersion(apiVersion())
        .scopes(scopes())
        .with(spec());
  }

  @Override
  public final String toString() {
    return "DaprSubscription " + name();
  }

  /** Collects a subscription. It needs a route, or rules, or both. */
  public static final class Builder {

    /** Milliseconds of 32 bits. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(Integer.MAX_VALUE);

    private final String name;
    private final Mapping.Builder spec = Mapping.builder();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Sequence.Builder rules = Sequence.builder();
    private final List<String> scopes = new ArrayList<>();
    private Mapping bulk = Mapping.empty();
    private String route = "";
    private String deadLetters = "";
    private boolean first;

    private Builder(String name, String pubsub, String topic) {
      this.name = Names.label("subscription name", name);
      spec.put("pubsubname", Names.text("pub/sub name", pubsub));
      spec.put("topic", Names.text("topic", topic));
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
    public Builder inBatches(int most, Duration wait) {
      if (most < 1) {
        throw new IllegalArgumentException("messages %d: must be 1 or more".formatted(most));
      }
      if (wait.compareTo(LONGEST_WAIT) > 0) {
        throw new IllegalArgumentException(
            "wait %s: must be at most %s".formatted(wait, LONGEST_WAIT));
      }
      GoDuration.text("wait", wait);
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
      metadata.put(Names.text("metadata key", key), value);
      return this;
    }

    /** Adds an app id to those that it is for; without any, it is for all of its namespace. */
    public Builder scope(String appId) {
      scopes.add(DaprApp.checkedId(appId));
      return this;
    }

    /** Writes it as {@code v1alpha1}, which has one route and no rules. */
    public Builder asV1alpha1() {
      this.first = true;
      return this;
    }

    /**
     * Returns the subscription.
     *
     * @throws IllegalArgumentException if it has no route and no rule, or rules as {@code v1alpha1}
     */
    public DaprSubscription build() {
      Sequence all = rules.build();
      if (all.isEmpty() && route.isEmpty()) {
        throw new IllegalArgumentException(
            "subscription %s: must have a route or a rule; without one Dapr drops its messages"
                .formatted(name));
      }
      if (first && (route.isEmpty() || !all.isEmpty())) {
        throw new IllegalArgumentException(
            "subscription %s: v1alpha1 has one route and no rules".formatted(name));
      }
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
      return ImmutableDaprSubscription.builder()
          .name(name)
          .apiVersion(first ? "v1alpha1" : "v2alpha1")
          .spec(
              spec.putUnlessEmpty("bulkSubscribe", bulk)
                  .putUnlessEmpty("metadata", pairs.build())
                  .build())
          .scopes(scopes)
          .build();
    }
  }
}
