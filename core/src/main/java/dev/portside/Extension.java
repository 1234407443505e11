package dev.portside;

import dev.portside.check.FieldTable;
import dev.portside.check.Rule;
import dev.portside.lifecycle.Lifecycle;
import dev.portside.lifecycle.LookUp;
import dev.portside.lifecycle.PublicUrl;
import dev.portside.manifest.Manifests;
import dev.portside.traffic.TrafficSource;
import java.util.List;

/**
 * What a module brings for one product: its claims or its capture, the Services it knows, its
 * rules. Found by {@link java.util.ServiceLoader}, or named where a method takes extensions.
 *
 * <p>Its part of the platform is a {@link dev.portside.platform.Section} of its own, found the same
 * way, since a platform is named before any extension is asked.
 */
public interface Extension extends TrafficSource {

  /** Returns its rules, by id. */
  default List<Rule> rules() {
    return List.of();
  }

  /**
   * Returns which fields its kinds have; the same tables at each call, since they are read once.
   */
  default List<FieldTable> fields() {
    return List.of();
  }

  /** Returns which objects of a cluster tell about its part of the platform, in their order. */
  default List<LookUp> lookUps() {
    return List.of();
  }

  /** Returns when its kinds are applied, and what tells that one is ready. */
  default List<Lifecycle> lifecycles() {
    return List.of();
  }

  /** Returns where a set lets others in, as far as its platform tells. */
  default List<PublicUrl> urls(Manifests manifests) {
    return List.of();
  }
}
