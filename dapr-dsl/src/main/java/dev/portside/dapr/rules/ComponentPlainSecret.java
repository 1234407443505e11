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
import dev.portside.dapr.component.Credentials;
import dev.portside.manifest.Resource;
import java.util.Optional;

/** A secret stands in a Component foreveryone to read. Its value is never told. */
final class ComponentPlainSecret extends Rule {

  ComponentPlainSecret() {
    super(
        "dapr-component-plain-secret",
        Severity.WARNING,
        Rank.SETTING,
        "a secret of a Component is written as a plain value");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Resource component : DaprResources.components(scene)) {
      Optional<ComponentType> type = DaprResources.type(component);
      for (Setting setting : ComponentSettings.of(component).all()) {
        boolean secret =
            type.flatMap(known -> known.meaning(setting.name()))
                .filter(field -> Credentials.stand(field, setting.value()))
                .isPresent();
        if (secret && !setting.isHidden()) {
          found.add(finding(component, setting));
        }
      }
    }
  }

  private Finding.Builder finding(Resource component, Setting setting) {
    return at(component, setting.field())
        .message("%s holds a secret as a plain value".formatted(setting.name()))
        .why(
            "everyone who can read the manifest or the Component in the cluster can read the"
                + " secret")
        .help("put it into a Secret, and write secretKeyRef instead of value")
        .fieldCause();
  }
}
