package dev.portside.dapr.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.schema.DaprSchema;
import dev.portside.dapr.schema.SchemaViolation;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The API server refuses a Dapr resource as it is written. */
final class ResourceInvalid extends Rule {

  ResourceInvalid() {
    super(
        "dapr-resource-invalid",
        Severity.ERROR,
        Rank.FEATURE,
        "the API server refuses a Dapr resource");
  }

  @Override
  public void check(Scene scene, Found found) {
    if (!DaprResources.areKnown(scene)) {
      return;
    }
    DaprSchema schema = DaprSchema.at(DaprResources.version(scene));
    for (Resource resource : scene.manifests().resources()) {
      if (resource.ref().group().equals(DaprResources.GROUP)) {
        for (SchemaViolation violation : schema.violations(resource.tree())) {
          if (violation.isRefused() || violation.kind() == SchemaViolation.Kind.NEWER) {
            found.add(finding(resource, violation));
          }
        }
      }
    }
  }

  private Finding.Builder finding(Resource resource, SchemaViolation violation) {
    boolean refused = violation.isRefused();
    String near =
        standIn(resource, violation).map(key -> "; %s is similar".formatted(key)).orElse("");
    return at(resource, violation.field())
        .severity(refused ? Severity.ERROR : Severity.WARNING)
        .message(violation.message() + near)
        .why(
            refused
                ? "the API server refuses the %s".formatted(resource.kind())
                : "the API server drops it, or refuses the %s where it is strict"
                    .formatted(resource.kind()))
        .help(violation.help())
        .addAllCauses(causes(resource, violation));
  }

  /** A field that is missing may be there under another name, which then is not a second defect. */
  private static Optional<String> standIn(Resource resource, SchemaViolation violation) {
    boolean missing = violation.kind() == SchemaViolation.Kind.MISSING;
    return missing && resource.tree().at(violation.field().parent()) instanceof Mapping holder
        ? KeyGuess.standIn(holder, violation.field().last())
        : Optional.empty();
  }

  private static List<Cause> causes(Resource resource, SchemaViolation violation) {
    boolean shape = violation.kind() == SchemaViolation.Kind.TYPE;
    Pointer field = violation.field();
    List<Cause> causes =
        new ArrayList<>(
            shape ? Cause.shape(resource, field) : List.of(Cause.field(resource, field)));
    standIn(resource, violation)
        .ifPresent(key -> causes.add(Cause.field(resource, field.parent().child(key))));
    return causes;
  }
}
