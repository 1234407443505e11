package dev.portside.kyma.admission;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;

/**
 * What the API server answers to an APIRule that is created.
 *
 * @param unreadable why the object cannot be read at all; empty when it can
 * @param violations what it refuses
 * @param celSkipped whether CEL rules were left out because of the violations
 * @param unknown fields that the definition does not have: dropped, or refused where the client
 *     asks the server to be strict, as kubectl does
 * @param stored what it stores when it accepts: nulls, unknown fields and the status are dropped
 */
public record Admission(
    String unreadable,
    List<AdmissionViolation> violations,
    boolean celSkipped,
    List<Pointer> unknown,
    Mapping stored) {

  /** Returns whether it accepts the object. */
  public boolean accepted() {
    return unreadable.isEmpty() && violations.isEmpty();
  }

  /** One object on its way through one definition. */
  static final class Run {

    private final Definition definition;

    Run(Definition definition) {
      this.definition = definition;
    }

    /** Statuses are dropped before anything is validated, since they are a subresource. */
    Admission of(Mapping object) {
      List<Pointer> unknown = new ArrayList<>();
      Mapping pruned = (Mapping) new FieldPruner(definition, unknown).prune(object);
      Mapping stored = (Mapping) pruned.without(Pointer.of("status"));
      String unreadable = MetadataShape.unreadable(object, definition);
      if (!unreadable.isEmpty()) {
        return new Admission(unreadable, List.of(), false, unknown, stored);
      }
      List<AdmissionViolation> violations = new ArrayList<>();
      SchemaCheck check = new SchemaCheck(violations);
      if ("APIRule".equals(object.text("kind"))) {
        Metadata.validate(object.mapping("metadata"), violations);
        check.object(stored, definition.schema(), Pointer.root());
      } else {
        // Nothing but CEL is asked of an object of another kind.
        violations.add(
            new AdmissionViolation(
                Pointer.of("kind"), AdmissionViolation.Type.INVALID, "it must be APIRule"));
      }
      boolean blocked = violations.stream().anyMatch(one -> one.type().isBlocking());
      boolean conditions = Conditions.any(definition.schema());
      if (conditions && !blocked) {
        new Conditions(violations).check(stored, definition.schema(), Pointer.root());
      }
      boolean skipped = blocked && conditions || check.sawUnfit();
      return new Admission("", violations, skipped, unknown, stored);
    }
  }
}
