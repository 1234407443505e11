package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Nearest;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.component.ComponentType;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Pointer;
import java.util.List;

/** A Component is of a type, or of a version of it, that no daprd holds. */
final class ComponentUnknownType extends Rule {

  private static final Pointer TYPE = Pointer.of("spec", "type");
  private static final Pointer VERSION = Pointer.of("spec", "version");

  ComponentUnknownType() {
    super(
        "dapr-component-unknown-type",
        Severity.WARNING,
        Rank.SETTING,
        "a Component has a type or version that daprd does not know");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Resource component : DaprResources.components(scene)) {
      String written = component.tree().mapping("spec").text("type");
      if (written != null) {
        ComponentType.find(written)
            .ifPresentOrElse(
                type -> judge(component, written, type, found),
                () -> found.add(unknown(component, written)));
      }
    }
  }

  private void judge(Resource component, String written, ComponentType type, Found found) {
    String version = component.tree().mapping("spec").findText("version").orElse("");
    if (!type.isComponent()) {
      found.add(
          finding(component, TYPE)
              .message("type \"%s\" is not a type of Component".formatted(written))
              .help("set it in a Configuration, under spec.nameResolution"));
    } else if (!type.isReleased()) {
      found.add(
          finding(component, TYPE)
              .message("type \"%s\" is not part of released daprd".formatted(written))
              .help("build daprd with it, or use another type"));
    } else if (!type.hasVersion(version)) {
      String versions = String.join(", ", type.versions());
      found.add(
          finding(component, VERSION)
              .message("%s has no version \"%s\"; it has %s".formatted(type, version, versions))
              .help("write one of them"));
    }
  }

  private Finding.Builder unknown(Resource component, String written) {
    List<String> names =
        ComponentType.names().stream()
            .filter(name -> ComponentType.find(name).filter(ComponentType::isComponent).isPresent())
            .toList();
    String nearest = Nearest.of(written, names);
    return finding(component, TYPE)
        .message("type \"%s\" is unknown; the nearest is %s".formatted(written, nearest))
        .help("write the intended type; for a pluggable component of your own, allow the finding");
  }

  private Finding.Builder finding(Resource component, Pointer field) {
    return at(component, field)
        .why("daprd finds no such component, and exits unless ignoreErrors is true")
        .fieldCause();
  }
}
