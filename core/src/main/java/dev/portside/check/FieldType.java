package dev.portside.check;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields that one type of a kind's schema has, each with its own type. */
final class FieldType {

  /** The type of what is never judged: a scalar, or a place where any field may stand. */
  static final FieldType OPEN = new FieldType();

  /** The field that stands for every key of a mapping whose keys are free. */
  static final String ANY = "*";

  private final Map<String, FieldType> fields = new HashMap<>();
  private @Nullable FieldType any;

  void put(String name, FieldType type) {
    if (name.equals(ANY)) {
      any = type;
    } else {
      fields.put(name, type);
    }
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
