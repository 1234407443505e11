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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One app sees two state stores, and each is to keep the actors. */
final class ActorStoreAmbiguous extends Rule {

  /** A state store that keeps actors, and the apps that see it; none for all of its namespace. */
  private record Store(Resource component, Setting setting, Set<String> scopes) {

    /** Returns who sees both: an app id, {@code ""} foreveryone, or nothing. */
    Optional<String> meets(Store other) {
      if (!component.namespace().equals(other.component.namespace())
          || !component.argument().equals(other.component.argument())
          || component.name().equals(other.component.name())) {
        return Optional.empty();
      }
      if (scopes.isEmpty()) {
        return Optional.of(other.scopes.stream().findFirst().orElse(""));
      }
      return scopes.stream()
          .filter(scope -> other.scopes.isEmpty() || other.scopes.contains(scope))
          .findFirst();
    }
  }

  ActorStoreAmbiguous() {
    super(
        "dapr-actor-store-ambiguous",
        Severity.ERROR,
        Rank.SETTING,
        "an app sees two state stores for actors");
  }

  @Override
  public void check(Scene scene, Found found) {
    List<Store> stores = new ArrayList<>();
    for (Resource component : DaprResources.of(scene, "Component")) {
      Setting setting = ComponentSettings.of(component).get("actorStateStore");
      boolean state = DaprResources.category(component).equalsIgnoreCase("state");
      if (state && setting != null && setting.isTrue()) {
        Set<String> scopes = new LinkedHashSet<>(component.tree().sequence("scopes").texts());
        Store store = new Store(component, setting, scopes);
        stores.stream()
            .flatMap(other -> store.meets(other).map(app -> finding(store, other, app)).stream())
            .findFirst()
            .ifPresent(found::add);
        stores.add(store);
      }
    }
  }

  private Finding.Builder finding(Store store, Store other, String app) {
    String who = app.isEmpty() ? "every app of the namespace" : "app " + app;
    return at(store.component(), store.setting().field())
        .message(
            "%s sees this and %s as the store of actors".formatted(who, other.component().name()))
        .why("daprd refuses a second one, and exits")
        .help("leave actorStateStore true on one of them, or give each its own scopes")
        .fieldCause();
  }
}
