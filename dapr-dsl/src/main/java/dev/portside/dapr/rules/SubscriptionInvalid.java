package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.component.ComponentSettings;
import dev.portside.dapr.component.ComponentSettings.Setting;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A Subscription whose messages reach no app. */
final class SubscriptionInvalid extends Rule {

  private static final Pointer SPEC = Pointer.of("spec");

  SubscriptionInvalid() {
    super(
        "dapr-subscription-invalid",
        Severity.ERROR,
        Rank.SETTING,
        "a Subscription cannot work as it is written");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Resource subscription : DaprResources.of(scene, "Subscription")) {
      new Judge(scene, subscription, found).all();
    }
  }

  /** Judges one Subscription. */
  private final class Judge {

    private final Scene scene;
    private final Resource subscription;
    private final Mapping spec;
    private final Found found;

    Judge(Scene scene, Resource subscription, Found found) {
      this.scene = scene;
      this.subscription = subscription;
      this.spec = subscription.tree().mapping("spec");
      this.found = found;
    }

    void all() {
      if (spec.isEmpty()) {
        return;
      }
      text("topic", "a topic");
      if (text("pubsubname", "a pub/sub component")) {
        broker(String.valueOf(spec.text("pubsubname")));
      }
      if (subscription.ref().apiVersion().endsWith("/v1alpha1")) {
        text("route", "a path of the app");
      } else {
        routes();
      }
    }

    private boolean text(String field, String what) {
      String value = spec.text(field);
      if (value != null && !value.isBlank()) {
        return true;
      }
      if (!(spec.get(field) instanceof Mapping) && !(spec.get(field) instanceof Sequence)) {
        add(
            SPEC.child(field),
            value == null ? "%s is missing".formatted(field) : "%s is empty".formatted(field),
            "without it the Subscription names nothing to listen for or to call",
            "name " + what);
      }
      return false;
    }

    private void routes() {
      Tree written = spec.get("routes");
      Mapping routes = spec.mapping("routes");
      boolean empty = routes.sequence("rules").isEmpty() && routes.text("default") == null;
      // A value of another shape is the schema's to refuse.
      if (written == null || written instanceof Mapping && empty) {
        add(
            SPEC.child("routes"),
            written == null ? "routes is missing" : "routes has neither rules nor a default",
            "no message matches a route, and Dapr drops them all",
            "write routes.default, the path of the app that takes the messages");
      }
    }

    private void broker(String name) {
      Pointer field = SPEC.child("pubsubname");
      Optional<Resource> component = DaprResources.component(scene, subscription.namespace(), name);
      if (component.isEmpty()) {
        absent(field, name);
      } else if (!DaprResources.category(component.get()).equalsIgnoreCase("pubsub")) {
        add(
            field,
            "Component %s is not a pub/sub broker".formatted(name),
            "daprd finds no broker of that name, and never subscribes",
            "name a Component whose type begins with pubsub.");
      } else {
        topics(component.get());
        scopes(component.get());
      }
    }

    private void absent(Pointer field, String name) {
      List<String> brokers =
          DaprResources.of(scene, "Component", subscription.namespace()).stream()
              .filter(other -> DaprResources.category(other).equalsIgnoreCase("pubsub"))
              .map(Resource::name)
              .toList();
      String near = KeyGuess.of(name, brokers).map(key -> "; the nearest is " + key).orElse("");
      found.add(
          finding(
                  field,
                  "the set has no Component %s in namespace %s%s"
                      .formatted(name, subscription.namespace(), near),
                  "daprd finds no broker of that name, and never subscribes",
                  "name a pub/sub Component of the namespace, or add it to the set")
              .severity(DaprResources.absent(scene)));
    }

    /** A broker may allow some topics only. */
    private void topics(Resource broker) {
      Setting allowed = ComponentSettings.of(broker).get("allowedTopics");
      String topic = spec.text("topic");
      if (topic == null
          || topic.isBlank()
          || allowed == null
          || allowed.isHidden()
          || allowed.value().isBlank()) {
        return;
      }
      Set<String> topics =
          Arrays.stream(allowed.value().split(",", -1))
              .map(String::trim)
              .collect(Collectors.toCollection(TreeSet::new));
      if (!topics.contains(topic)) {
        add(
            SPEC.child("topic"),
            "Component %s does not allow topic %s".formatted(broker.name(), topic),
            "daprd refuses the subscription",
            "name one of its allowedTopics (%s), or add it there"
                .formatted(String.join(", ", topics)));
      }
    }

    /** Whoever subscribes must see the broker. */
    private void scopes(Resource broker) {
      Sequence own = subscription.tree().sequence("scopes");
      List<String> seen = broker.tree().sequence("scopes").texts();
      for (int i = 0; i < own.size() && !seen.isEmpty(); i++) {
        String id = own.texts().size() == own.size() ? own.texts().get(i) : "";
        if (!id.isEmpty() && !seen.contains(id)) {
          add(
              Pointer.of("scopes").child(i),
              "app %s does not see Component %s".formatted(id, broker.name()),
              "its sidecar has no such broker, and never subscribes",
              "add the app to the Component's scopes, or take it from these");
        }
      }
    }

    private void add(Pointer field, String message, String why, String help) {
      found.add(finding(field, message, why, help));
    }

    private Finding.Builder finding(Pointer field, String message, String why, String help) {
      return at(subscription, field).message(message).why(why).help(help).fieldCause();
    }
  }
}
