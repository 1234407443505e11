package dev.portside.dapr.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Nearest;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.component.ComponentType;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Component is of a type, or of a version of it, that no daprd holds. */
final class ComponentUnknownType implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "dapr-component-unknown-type",
          Severity.WARNING,
          Rank.SETTING,
          "a Component is of a type or version that daprd does not hold");

  private static final Pointer TYPE = Pointer.of("spec", "type");
  private static final Pointer VERSION = Pointer.of("spec", "version");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    return Resources.components(scene).stream().flatMap(component -> finding(component).stream());
  }

  private static Optional<Finding> finding(Resource component) {
    Mapping spec = component.tree().mapping("spec");
    String written = spec.text("type");
    if (written == null) {
      return Optional.empty();
    }
    Optional<ComponentType> known = ComponentType.find(written);
    if (known.isEmpty()) {
      return Optional.of(unknown(component, written));
    }
    ComponentType type = known.get();
    String version = spec.findText("version").orElse("");
    if (!type.isComponent()) {
      return Optional.of(
          finding(
              component,
              TYPE,
              "type \"%s\" is that of no Component".formatted(written),
              "set it in a Configuration, under spec.nameResolution"));
    }
    if (!type.isReleased()) {
      return Optional.of(
          finding(
              component,
              TYPE,
              "type \"%s\" is left out of daprd as it is released".formatted(written),
              "build daprd with it, or take another type"));
    }
    return type.hasVersion(version)
        ? Optional.empty()
        : Optional.of(
            finding(
                component,
                VERSION,
                "%s has no version \"%s\"; it has %s"
                    .formatted(type, version, String.join(", ", type.versions())),
                "write one of them"));
  }

  private static Finding unknown(Resource component, String written) {
    List<String> names =
        ComponentType.names().stream()
            .filter(name -> ComponentType.find(name).filter(ComponentType::isComponent).isPresent())
            .toList();
    return finding(
        component,
        TYPE,
        "type \"%s\" is unknown; the nearest is %s".formatted(written, Nearest.of(written, names)),
        "write the type that is meant; of a pluggable component of your own, allow the finding");
  }

  private static Finding finding(Resource component, Pointer field, String message, String help) {
    return Finding.of(INFO, component, field)
        .message(message)
        .why("daprd finds no such component, and exits unless ignoreErrors is true")
        .help(help)
        .addCauses(Cause.field(component, field))
        .build();
  }
}
