package dev.portside.kyma.admission;

import com.google.re2j.Pattern;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Evaluates the CEL rules of a schema on an object that fits it. */
final class Conditions {

  private static final List<String> ACCESS = List.of("extAuth", "jwt");

  private final List<AdmissionViolation> violations;

  Conditions(List<AdmissionViolation> violations) {
    this.violations = violations;
  }

  /** Returns whether a schema has any. */
  static boolean any(Schema schema) {
    return schema.condition() != null
        || Stream.concat(
                schema.properties().values().stream(),
                Stream.of(schema.items(), schema.values()).filter(child -> child != null))
            .anyMatch(Conditions::any);
  }

  void check(Tree value, Schema schema, Pointer at) {
    Schema.Condition condition = schema.condition();
    if (condition != null && !holds(condition, value)) {
      violations.add(
          new AdmissionViolation(at, AdmissionViolation.Type.INVALID, condition.message()));
    }
    if (value instanceof Mapping mapping) {
      for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
        Tree child = mapping.get(property.getKey());
        if (child != null) {
          check(child, property.getValue(), at.child(property.getKey()));
        }
      }
    } else if (value instanceof Sequence sequence && schema.items() != null) {
      for (int i = 0; i < sequence.size(); i++) {
        check(sequence.get(i), schema.items(), at.child(i));
      }
    }
  }

  private static boolean holds(Schema.Condition condition, Tree value) {
    Pattern pattern = condition.pattern();
    if (value instanceof Scalar scalar && scalar.isNull()) {
      return true;
    }
    if (pattern == null) {
      return value instanceof Mapping rule && isOneAccess(rule);
    }
    return value instanceof Scalar scalar
        && scalar.isString()
        && pattern.matcher(scalar.text()).find();
  }

  /** One of jwt, extAuth and a noAuth that is true. */
  private static boolean isOneAccess(Mapping rule) {
    if (ACCESS.stream().anyMatch(key -> rule.has(key) && !(rule.get(key) instanceof Mapping))) {
      return false;
    }
    long chosen = ACCESS.stream().filter(rule::has).count();
    boolean open = rule.get("noAuth") instanceof Scalar noAuth && noAuth.isTrue();
    return chosen + (open ? 1 : 0) == 1;
  }
}
