package dev.portside.dapr.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.component.ComponentSettings;
import dev.portside.dapr.component.ComponentSettings.Setting;
import dev.portside.manifest.Resource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One app sees two state stores, and each is to keep the actors. */
final class ActorStoreAmbiguous implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "dapr-actor-store-ambiguous",
          Severity.ERROR,
          Rank.SETTING,
          "an app sees two state stores for actors");

  /** A state store that keeps actors, and the apps that see it; none for all of its namespace. */
  private record Store(Resource component, Setting setting, Set<String> scopes) {

    /** Returns who sees both: an app id, {@code ""} for everyone, or null for nobody. */
    @Nullable String meets(Store other) {
      if (!component.namespace().equals(other.component.namespace())
          || !component.argument().equals(other.component.argument())
          || component.name().equals(other.component.name())) {
        return null;
      }
      if (scopes.isEmpty()) {
        return other.scopes.stream().findFirst().orElse("");
      }
      return scopes.stream()
          .filter(scope -> other.scopes.isEmpty() || other.scopes.contains(scope))
          .findFirst()
          .orElse(null);
    }
  }

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Store> stores = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (Resource component : Resources.of(scene, "Component")) {
      Setting setting = ComponentSettings.of(component).get("actorStateStore");
      boolean state = Resources.category(component).equalsIgnoreCase("state");
      if (state && setting != null && setting.isTrue()) {
        Set<String> scopes = new LinkedHashSet<>(component.tree().sequence("scopes").texts());
        Store store = new Store(component, setting, scopes);
        judge(store, stores, findings);
        stores.add(store);
      }
    }
    return findings.stream();
  }

  private static void judge(Store store, List<Store> earlier, List<Finding> findings) {
    for (Store other : earlier) {
      String app = store.meets(other);
      if (app != null) {
        findings.add(finding(store, other, app));
        return;
      }
    }
  }

  private static Finding finding(Store store, Store other, String app) {
    String who = app.isEmpty() ? "every app of the namespace" : "app " + app;
    return Finding.of(INFO, store.component(), store.setting().field())
        .message(
            "%s sees this and %s as the store of actors".formatted(who, other.component().name()))
        .why("daprd refuses a second one, and exits")
        .help("leave actorStateStore true on one of them, or give each its own scopes")
        .addCauses(Cause.field(store.component(), store.setting().field()))
        .build();
  }
}
