package dev.portside.dapr.component;

import dev.portside.dapr.component.ComponentSettings.Origin;
import dev.portside.dapr.component.ComponentSettings.Setting;
import dev.portside.yaml.Pointer;
import java.util.List;

/** The metadata of one Component, found by any spelling of a field that its type has. */
final class Fields {

  private final ComponentType type;
  private final ComponentSettings settings;

  Fields(ComponentType type, ComponentSettings settings) {
    this.type = type;
    this.settings = settings;
  }

  /** Returns what is set for a field; a setting that is not set when nothing is. */
  Setting get(String field) {
    for (String spelling : type.spellings(field)) {
      Setting setting = settings.get(spelling);
      if (setting != null && setting.isSet()) {
        return setting;
      }
    }
    Pointer metadata = Pointer.of("spec", "metadata");
    return new Setting(field, "", Origin.PLAIN, metadata, metadata);
  }

  /** Returns the first of several fields that is set; else one that is not set. */
  Setting first(List<String> names) {
    for (String name : names) {
      Setting setting = get(name);
      if (setting.isSet()) {
        return setting;
      }
    }
    return get(names.isEmpty() ? "" : names.get(0));
  }
}
