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
import dev.portside.dapr.component.ComponentType;
import dev.portside.dapr.component.Credentials;
import dev.portside.manifest.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A secret stands in a Component for everyone to read. Its value is never told. */
final class ComponentPlainSecret implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "dapr-component-plain-secret",
          Severity.WARNING,
          Rank.SETTING,
          "a secret of a Component is written as a plain value");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (Resource component : Resources.components(scene)) {
      Optional<ComponentType> type = Resources.type(component);
      for (Setting setting : ComponentSettings.of(component).all()) {
        boolean secret =
            type.flatMap(known -> known.meaning(setting.name()))
                .filter(field -> Credentials.stand(field, setting.value()))
                .isPresent();
        if (secret && !setting.isHidden()) {
          findings.add(finding(component, setting));
        }
      }
    }
    return findings.stream();
  }

  private static Finding finding(Resource component, Setting setting) {
    return Finding.of(INFO, component, setting.field())
        .message("%s holds a secret as a plain value".formatted(setting.name()))
        .why("whoever reads the manifest or the Component in the cluster reads the secret")
        .help("put it into a Secret, and write secretKeyRef in place of value")
        .addCauses(Cause.field(component, setting.field()))
        .build();
  }
}
