package dev.portside.dapr.rules;

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
import java.util.List;
import java.util.Optional;

/** A Component has metadata that its type does not read. */
final class ComponentMetadataUnknown extends Rule {

  ComponentMetadataUnknown() {
    super(
        "dapr-component-metadata-unknown",
        Severity.WARNING,
        Rank.FEATURE,
        "a Component has metadata that its type does not read");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Resource component : DaprResources.components(scene)) {
      DaprResources.type(component)
          .filter(type -> type.isDescribed() && type.isComponent() && !type.fields().isEmpty())
          .ifPresent(type -> judge(component, type, found));
    }
  }

  private void judge(Resource component, ComponentType type, Found found) {
    ComponentSettings settings = ComponentSettings.of(component);
    String version = component.tree().mapping("spec").findText("version").orElse("v1");
    for (Setting setting : settings.all()) {
      Optional<MetadataField> field = type.field(setting.name());
      if (field.isEmpty()) {
        found.add(unknown(component, type, settings, setting));
      } else if (!field.get().versions().isEmpty() && !field.get().versions().contains(version)) {
        found.add(
            finding(component, setting)
                .message(
                    "%s is read by version %s of %s only"
                        .formatted(setting.name(), String.join(", ", field.get().versions()), type))
                .help("remove it, or write that version"));
      }
    }
  }

  private Finding.Builder unknown(
      Resource component, ComponentType type, ComponentSettings settings, Setting setting) {
    List<String> free =
        type.fields().stream()
            .filter(field -> settings.get(field.name()) == null)
            .map(MetadataField::name)
            .filter(name -> !name.startsWith("<") && !name.endsWith("*"))
            .toList();
    Optional<String> meant = KeyGuess.of(setting.name(), free);
    String message = "%s does not read %s".formatted(type, setting.name());
    Pointer name = setting.item().child("name");
    return finding(component, setting)
        .message(meant.map(key -> message + "; the nearest is " + key).orElse(message))
        .help(meant.map(key -> "write " + key).orElse("remove it"))
        .addAllEdits(
            meant.stream()
                .map(key -> new Edit.SetField(component.target(), name, Scalar.of(key), true))
                .toList());
  }

  private Finding.Builder finding(Resource component, Setting setting) {
    Pointer name = setting.item().child("name");
    return at(component, name)
        .why("the component ignores it, and the default applies")
        .fieldCause();
  }
}
