package dev.portside.dapr.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.schema.DaprSchema;
import dev.portside.dapr.schema.Violation;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The API server does not take a resource of Dapr's as it is written. */
final class ResourceInvalid implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "dapr-resource-invalid",
          Severity.ERROR,
          Rank.FEATURE,
          "the API server refuses a resource of Dapr's");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    if (!Resources.areKnown(scene)) {
      return Stream.empty();
    }
    DaprSchema schema = DaprSchema.at(Resources.version(scene));
    List<Finding> findings = new ArrayList<>();
    for (Resource resource : scene.manifests().resources()) {
      if (resource.ref().group().equals(Resources.GROUP)) {
        for (Violation violation : schema.violations(resource.tree())) {
          if (violation.isRefused() || violation.kind() == Violation.Kind.NEWER) {
            findings.add(finding(resource, violation));
          }
        }
      }
    }
    return findings.stream();
  }

  private static Finding finding(Resource resource, Violation violation) {
    boolean refused = violation.isRefused();
    String near = standIn(resource, violation).map(key -> "; %s is near".formatted(key)).orElse("");
    return Finding.of(INFO, resource, violation.field())
        .severity(refused ? Severity.ERROR : Severity.WARNING)
        .message(violation.message() + near)
        .why(
            refused
                ? "the API server refuses the %s".formatted(resource.kind())
                : "the API server drops it, or refuses the %s where it is strict"
                    .formatted(resource.kind()))
        .help(violation.help())
        .addAllCauses(causes(resource, violation))
        .build();
  }

  /** A field that is missing may be there under another name, which then is no second defect. */
  private static Optional<String> standIn(Resource resource, Violation violation) {
    boolean missing = violation.kind() == Violation.Kind.MISSING;
    return missing && resource.tree().at(violation.field().parent()) instanceof Mapping holder
        ? KeyGuess.standIn(holder, violation.field().last())
        : Optional.empty();
  }

  /** What stands in the wrong mapping has no field of its own to be unknown in. */
  private static List<Cause> causes(Resource resource, Violation violation) {
    List<Cause> causes = new ArrayList<>();
    causes.add(Cause.field(resource, violation.field()));
    standIn(resource, violation)
        .map(key -> violation.field().parent().child(key))
        .ifPresent(key -> causes.add(Cause.field(resource, key)));
    Tree value = resource.tree().at(violation.field());
    if (violation.kind() == Violation.Kind.TYPE && value instanceof Mapping mapping) {
      mapping
          .keys()
          .forEach(key -> causes.add(Cause.field(resource, violation.field().child(key))));
    }
    return causes;
  }
}
