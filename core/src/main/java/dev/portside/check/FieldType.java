package dev.portside.check;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that one type of a kind's schema has, each with its own type. */
final class FieldType {

  /** The type of what is never judged: a scalar, or a place where any field may stand. */
  static final FieldType OPEN = new FieldType();

  /** The field that stands forevery key of a mapping whose keys are free. */
  static final String ANY = "*";

  /** How a field's value is written. */
  enum Form {
    /** Nothing is known, or it is a scalar. */
    ANY,
    /** A list. */
    LIST,
    /** A mapping. */
    MAPPING;

    /** Returns whether a value is written so; what is null is not written. */
    boolean fits(Tree value) {
      return switch (this) {
        case ANY -> true;
        case LIST -> value instanceof Sequence || isNull(value);
        case MAPPING -> value instanceof Mapping || isNull(value);
      };
    }

    private static boolean isNull(Tree value) {
      return value instanceof Scalar scalar && scalar.isNull();
    }
  }

  private final Map<String, FieldType> fields = new HashMap<>();
  private final Map<String, Form> forms = new HashMap<>();
  private @Nullable FieldType any;

  void put(String name, FieldType type) {
    if (name.equals(ANY)) {
      any = type;
    } else {
      fields.put(name, type);
    }
  }

  void put(String name, Form form) {
    forms.put(name, form);
  }

  /** Returns how the value of a field is written. */
  Form form(String name) {
    Form form = forms.get(name);
    return form == null ? Form.ANY : form;
  }

  /** Returns the type of a field, or null when there is no such field. */
  @Nullable FieldType get(String name) {
    FieldType type = fields.get(name);
    return type == null ? any : type;
  }

  /** Returns whether it has a field of that very name. */
  boolean names(String name) {
    return fields.containsKey(name);
  }

  /** Returns the names of its fields, in no order. */
  Collection<String> names() {
    return fields.keySet();
  }
}
