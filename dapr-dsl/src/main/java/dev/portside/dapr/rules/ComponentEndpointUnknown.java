package dev.portside.dapr.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.component.ComponentBackend;
import dev.portside.dapr.component.ComponentBackend.Gap;
import dev.portside.manifest.Resource;
import java.util.Optional;
import java.util.stream.Stream;

/** A Component does not tell which host and port its sidecars dial. */
final class ComponentEndpointUnknown implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "dapr-component-endpoint-unknown",
          Severity.INFO,
          Rank.HINT,
          "which host and port a Component makes sidecars dial cannot be derived");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    return Resources.of(scene, "Component").stream()
        .flatMap(resource -> finding(resource).stream());
  }

  /** A Component that lacks what it needs has a finding of its own. */
  private static Optional<Finding> finding(Resource component) {
    return ComponentBackend.of(component)
        .gap()
        .filter(gap -> ComponentMetadataMissing.missing(component).isEmpty())
        .map(gap -> finding(component, gap));
  }

  private static Finding finding(Resource component, Gap gap) {
    String told = "set the annotation %s: \"host:port\"".formatted(ComponentBackend.ANNOTATION);
    return Finding.of(INFO, component, gap.field())
        .message("the backend's port is not known: " + gap.reason())
        .why("no port is excluded for it, and no rule judges the connection")
        .help(gap.isRepairable() ? gap.remedy() : told)
        .addCauses(Cause.field(component, gap.field()))
        .build();
  }
}
