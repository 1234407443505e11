package dev.portside.dapr.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.component.ComponentSettings;
import dev.portside.dapr.component.ComponentSettings.Setting;
import dev.portside.dapr.component.ComponentType;
import dev.portside.dapr.component.MetadataField;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Component lacks metadata without which it does not work. */
final class ComponentMetadataMissing extends Rule {

  ComponentMetadataMissing() {
    super(
        "dapr-component-metadata-missing",
        Severity.ERROR,
        Rank.SETTING,
        "a Component lacks metadata that its type requires");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Resource component : DaprResources.components(scene)) {
      missing(component).forEach(field -> found.add(finding(component, field)));
    }
  }

  /** Returns the fields that a Component lacks and its type requires. */
  static List<MetadataField> missing(Resource component) {
    Optional<ComponentType> known = DaprResources.type(component);
    boolean judged = component.tree().mapping("spec").get("metadata") instanceof Sequence;
    if (known.isEmpty() || !judged) {
      return List.of();
    }
    ComponentType type = known.get();
    ComponentSettings settings = ComponentSettings.of(component);
    String version = component.tree().mapping("spec").findText("version").orElse("v1");
    return type.required().stream()
        .filter(field -> field.versions().isEmpty() || field.versions().contains(version))
        .filter(field -> isUsed(field, settings))
        .filter(field -> !type.isSet(field, settings))
        .toList();
  }

  /** What only one side of a binding needs is required where the Component asks for that side. */
  private static boolean isUsed(MetadataField field, ComponentSettings settings) {
    Setting direction = settings.get("direction");
    return field.direction().isEmpty()
        || direction != null
            && direction.value().toLowerCase(Locale.ROOT).contains(field.direction());
  }

  private Finding.Builder finding(Resource component, MetadataField field) {
    ComponentType type = DaprResources.type(component).orElseThrow();
    Setting meant = meant(component, type, field);
    Pointer metadata = Pointer.of("spec", "metadata");
    Pointer at = meant == null ? metadata : meant.item().child("name");
    Finding.Builder finding =
        at(component, at)
            .message(
                meant == null
                    ? "%s is not set, and %s needs it".formatted(field.name(), type)
                    : "%s is not set, and %s needs it; %s is similar"
                        .formatted(field.name(), type, meant.name()))
            .why("the component fails when daprd starts it, and daprd exits with it")
            .help(
                meant == null
                    ? "add an item with the name %s".formatted(field.name())
                    : "write %s".formatted(field.name()))
            .addCauses(Cause.field(component, metadata.child("?" + field.name())));
    if (meant != null) {
      Edit.Target target = component.target();
      finding.fieldCause().addEdits(new Edit.SetField(target, at, Scalar.of(field.name()), true));
    }
    return finding;
  }

  /** Returns the item that most likely is meant for a field: of an unknown name close to its. */
  private static @Nullable Setting meant(
      Resource component, ComponentType type, MetadataField field) {
    for (Setting setting : ComponentSettings.of(component).all()) {
      boolean near = KeyGuess.isNear(setting.name(), field.name());
      if (type.field(setting.name()).isEmpty() && near) {
        return setting;
      }
    }
    return null;
  }
}
