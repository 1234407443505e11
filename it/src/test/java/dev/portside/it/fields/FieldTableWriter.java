package dev.portside.it.fields;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes shapes as the text that a field table is read from: one line a type, equal ones once. */
final class FieldTableWriter {

  private final Map<String, String> namesByFields = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, String> types = new LinkedHashMap<>();
  private final TreeMap<String, Shape> kinds = new TreeMap<>();

  /** Adds a kind; of a kind that is added twice all fields count. */
  void add(String apiVersion, String kind, Shape shape) {
    kinds.merge(apiVersion + " " + kind, shape, Shape::or);
  }

  /** Returns the table, its comment first. */
  String text(String comment) {
    StringBuilder text = new StringBuilder();
    comment.lines().forEach(line -> text.append("# ").append(line).append('\n'));
    kinds.forEach((kind, shape) -> text.append('@' + kind + ' ').append(type(shape)).append('\n'));
    types.forEach((name, fields) -> text.append(name).append(fields).append('\n'));
    return text.toString();
  }

  private String type(Shape shape) {
    StringBuilder fields = new StringBuilder();
    shape
        .fields()
        .forEach(
            (name, field) -> {
              fields.append(' ').append(name);
              if (!field.isOpen()) {
                fields.append(':').append(type(field));
              }
              fields.append(shape.form(name));
            });
    String known = namesByFields.get(fields.toString());
    if (known != null) {
      return known;
    }
    String name = shape.name();
    for (int i = 2; !names.add(name); i++) {
      name = shape.name() + i;
    }
    namesByFields.put(fields.toString(), name);
    types.put(name, fields.toString());
    return name;
  }
}
