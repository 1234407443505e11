package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.component.ComponentBackend;
import dev.portside.dapr.component.ComponentBackend.Gap;
import dev.portside.manifest.Resource;

/** A Component does not tell which host and port its sidecars dial. */
final class ComponentEndpointUnknown extends Rule {

  ComponentEndpointUnknown() {
    super(
        "dapr-component-endpoint-unknown",
        Severity.INFO,
        Rank.HINT,
        "the host and port that a Component makes sidecars dial cannot be derived");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Resource component : DaprResources.of(scene, "Component")) {
      // A Component that lacks what it needs has a finding of its own.
      ComponentBackend.of(component)
          .gap()
          .filter(gap -> ComponentMetadataMissing.missing(component).isEmpty())
          .ifPresent(gap -> found.add(finding(component, gap)));
    }
  }

  private Finding.Builder finding(Resource component, Gap gap) {
    String told = "set the annotation %s: \"host:port\"".formatted(ComponentBackend.ANNOTATION);
    return at(component, gap.field())
        .message("the backend's port is not known: " + gap.reason())
        .why("no port is excluded for it, and no rule judges the connection")
        .help(gap.isRepairable() ? gap.remedy() : told)
        .fieldCause();
  }
}
