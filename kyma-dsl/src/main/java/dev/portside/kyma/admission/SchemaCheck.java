package dev.portside.kyma.admission;

import dev.portside.kyma.model.DurationFormat;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.ScalarType;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.List;
import java.util.Objects;

/**
 * Validates an object against a schema as the API server does. Source: k8s.io/kube-openapi
 * pkg/validation/validate.
 */
final class SchemaCheck {

  private final List<AdmissionViolation> violations;
  private boolean sawUnfit;

  SchemaCheck(List<AdmissionViolation> violations) {
    this.violations = violations;
  }

  /**
   * Returns whether a number stands somewhere that is not whole where it must be, or has more bits
   * than its field. The API server cannot evaluate anything on such an object, and says so even
   * where there is no CEL rule (recorded with 1.36).
   */
  boolean sawUnfit() {
    return sawUnfit;
  }

  void object(Mapping object, Schema schema, Pointer at) {
    for (String name : schema.required()) {
      if (!object.has(name)) {
        add(at.child(name), AdmissionViolation.Type.REQUIRED, "it must be there");
      }
    }
    for (String key : schema.properties().keySet()) {
      Tree value = object.get(key);
      if (value != null) {
        value(value, Objects.requireNonNull(schema.properties().get(key)), at.child(key));
      }
    }
    Schema values = schema.values();
    if (values != null) {
      for (int i = 0; i < object.size(); i++) {
        value(object.value(i), values, at.child(object.key(i)));
      }
    }
  }

  private void value(Tree value, Schema schema, Pointer at) {
    if (isFraction(value, schema)) {
      add(at, AdmissionViolation.Type.TYPE, "it must be %s".formatted(phrase(schema.type())));
      sawUnfit = true;
      scalar((Scalar) value, schema, at);
    } else if (!fits(value, schema)) {
      add(at, AdmissionViolation.Type.TYPE, "it must be %s".formatted(phrase(schema.type())));
    } else if (value instanceof Mapping mapping) {
      object(mapping, schema, at);
    } else if (value instanceof Sequence sequence) {
      array(sequence, schema, at);
    } else if (value instanceof Scalar scalar) {
      sawUnfit |= schema.format().equals("int32") && Numbers.value(scalar) > Integer.MAX_VALUE;
      scalar(scalar, schema, at);
    }
    boolean allowed =
        schema.words().isEmpty()
            || value instanceof Scalar scalar
                && scalar.isString()
                && schema.words().contains(scalar.text());
    if (!allowed) {
      add(
          at,
          AdmissionViolation.Type.NOT_SUPPORTED,
          "it must be one of " + String.join(", ", schema.words()));
    }
  }

  private static boolean fits(Tree value, Schema schema) {
    return switch (schema.type()) {
      case OBJECT -> value instanceof Mapping;
      case ARRAY -> value instanceof Sequence;
      // Whatever has a format may be a list, too: k8s.io/kube-openapi
      // pkg/validation/validate/type.go.
      case STRING ->
          value instanceof Scalar scalar && scalar.isString()
              || value instanceof Sequence && !schema.format().isEmpty();
      case BOOLEAN -> value instanceof Scalar scalar && scalar.type() == ScalarType.BOOL;
      case INTEGER -> value instanceof Scalar scalar && isNumber(scalar);
    };
  }

  /** The bounds of a number hold for it even where it must be whole and is not. */
  private static boolean isFraction(Tree value, Schema schema) {
    return schema.type() == Schema.Type.INTEGER
        && value instanceof Scalar scalar
        && isNumber(scalar)
        && !Numbers.isLong(scalar);
  }

  private static boolean isNumber(Scalar scalar) {
    return scalar.type() == ScalarType.INT || scalar.type() == ScalarType.FLOAT;
  }

  private static String phrase(Schema.Type type) {
    return switch (type) {
      case OBJECT -> "a mapping";
      case ARRAY -> "a list";
      case STRING -> "a text";
      case INTEGER -> "a whole number";
      case BOOLEAN -> "true or false";
    };
  }

  private void array(Sequence sequence, Schema schema, Pointer at) {
    Integer most = schema.most();
    Integer least = schema.least();
    if (least != null && sequence.size() < least) {
      add(at, AdmissionViolation.Type.INVALID, "it must have at least %d item".formatted(least));
    }
    if (most != null && sequence.size() > most) {
      add(
          at,
          AdmissionViolation.Type.TOO_MANY,
          "it has %d items; at most %d".formatted(sequence.size(), most));
    }
    Schema items = schema.items();
    for (int i = 0; items != null && i < sequence.size(); i++) {
      value(sequence.get(i), items, at.child(i));
    }
  }

  private void scalar(Scalar scalar, Schema schema, Pointer at) {
    if (schema.type() == Schema.Type.STRING) {
      text(scalar.text(), schema, at);
    } else if (schema.type() == Schema.Type.INTEGER) {
      double number = Numbers.value(scalar);
      Integer most = schema.most();
      Integer least = schema.least();
      if (least != null && number < least) {
        add(at, AdmissionViolation.Type.INVALID, "it must be at least %d".formatted(least));
      }
      if (most != null && number > most) {
        add(at, AdmissionViolation.Type.INVALID, "it must be at most %d".formatted(most));
      }
    }
  }

  /** Of several things wrong with a text the first is told. */
  private void text(String text, Schema schema, Pointer at) {
    int length = text.codePointCount(0, text.length());
    Integer most = schema.most();
    Integer least = schema.least();
    if (most != null && length > most) {
      add(
          at,
          AdmissionViolation.Type.TOO_LONG,
          "it has %d characters; at most %d".formatted(length, most));
    } else if (least != null && length < least) {
      add(
          at,
          AdmissionViolation.Type.INVALID,
          "it must have at least %d characters".formatted(least));
    } else if (schema.pattern() != null && !schema.pattern().matcher(text).find()) {
      add(at, AdmissionViolation.Type.INVALID, "it must match %s".formatted(schema.pattern()));
    }
    if (schema.format().equals("duration") && !DurationFormat.takes(text)) {
      add(at, AdmissionViolation.Type.TYPE, "it must be a duration, such as 10m");
    }
  }

  private void add(Pointer at, AdmissionViolation.Type type, String message) {
    violations.add(new AdmissionViolation(at, type, message));
  }
}
