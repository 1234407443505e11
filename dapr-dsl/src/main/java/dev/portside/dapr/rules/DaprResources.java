package dev.portside.dapr.rules;

import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.dapr.DaprRuntime;
import dev.portside.dapr.component.ComponentType;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What several rules ask of the Dapr resources in a set. */
final class DaprResources {

  static final String GROUP = "dapr.io";

  /** Types and fields had other names before the first release that promised to keep them. */
  private static final Version STABLE = Version.of("1.0");

  private DaprResources() {}

  static Version version(Scene scene) {
    return scene.platform().get(DaprRuntime.SECTION).version();
  }

  /** Returns whether the catalogue says anything of the platform's release. */
  static boolean areKnown(Scene scene) {
    return version(scene).isAtLeast(STABLE);
  }

  /** Returns the resources of a kind, in order. */
  static List<Resource> of(Scene scene, String kind) {
    return scene.manifests().ofKind(GROUP, kind);
  }

  /** Returns the resources of a kind and a namespace, in order. */
  static List<Resource> of(Scene scene, String kind, String namespace) {
    return scene.manifests().ofKind(GROUP, kind, namespace);
  }

  /** Returns the Components whose types are to be judged; none where nothing is known of them. */
  static List<Resource> components(Scene scene) {
    return areKnown(scene) ? of(scene, "Component") : List.of();
  }

  static Optional<ComponentType> type(Resource component) {
    return component.tree().mapping("spec").findText("type").flatMap(ComponentType::find);
  }

  /** Returns the Component of a name that an app of the namespace sees. */
  static Optional<Resource> component(Scene scene, String namespace, String name) {
    return scene.manifests().named(GROUP, "Component", namespace, name).stream().findFirst();
  }

  /** Returns the category of a Component's type, such as {@code pubsub}. */
  static String category(Resource component) {
    String type = component.tree().mapping("spec").findText("type").orElse("");
    return type.indexOf('.') < 0 ? "" : type.substring(0, type.indexOf('.'));
  }

  /** Returns the app ids of a namespace's workloads that have a sidecar. */
  static Set<String> appIds(Scene scene, String namespace) {
    DaprAnnotations known = DaprAnnotations.at(version(scene));
    Set<String> ids = new TreeSet<>();
    for (Workload workload : scene.manifests().workloads(namespace)) {
      String id = known.value(workload, "app-id");
      if (known.isTrue(workload, "enabled")) {
        // A pod without an app id takes its own name for one.
        ids.add(id == null ? workload.resource().name() : id);
      }
    }
    return ids;
  }

  /** Returns how much it matters that the set lacks something: it may well be elsewhere. */
  static Severity absent(Scene scene) {
    return scene.platform().isClosedWorld() ? Severity.ERROR : Severity.WARNING;
  }
}
