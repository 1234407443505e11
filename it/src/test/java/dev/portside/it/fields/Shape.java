package dev.portside.it.fields;

import java.util.Map;
import java.util.TreeMap;

/** What the fields of a place in a schema are: none that is known, or these by name. */
final class Shape {

  /** The field that stands for every key of a mapping whose keys are free. */
  static final String ANY = "*";

  private final String name;

  /** What stands at the end of a field that is a list. */
  static final String LIST = "[]";

  /** What stands at the end of a field that is a mapping. */
  static final String MAPPING = "{}";

  private final TreeMap<String, Shape> fields = new TreeMap<>();
  private final TreeMap<String, String> forms = new TreeMap<>();

  private Shape(String name) {
    this.name = name;
  }

  /** Returns a place of which nothing is known, or nothing need be. */
  static Shape open() {
    return new Shape("");
  }

  /** Returns a place with fields, which are added later. */
  static Shape named(String name) {
    return new Shape(name);
  }

  /** Returns a mapping whose keys are free and whose values are of that shape. */
  static Shape mapOf(Shape values) {
    return values.isOpen() ? open() : named(values.name + "ByKey").with(ANY, values);
  }

  Shape with(String field, Shape shape) {
    fields.put(field, shape);
    return this;
  }

  /** Adds a field that is a list or a mapping. */
  Shape with(String field, Shape shape, String form) {
    forms.put(field, form);
    return with(field, shape);
  }

  /** Returns what a field's value is written as: a list, a mapping, or nothing known. */
  String form(String field) {
    return forms.getOrDefault(field, "");
  }

  boolean isOpen() {
    return fields.isEmpty();
  }

  String name() {
    return name;
  }

  Map<String, Shape> fields() {
    return fields;
  }

  /** Returns what takes all that either takes. */
  Shape or(Shape other) {
    if (isOpen() || other.isOpen()) {
      return open();
    }
    Shape both = named(name);
    both.fields.putAll(fields);
    other.fields.forEach((field, shape) -> both.fields.merge(field, shape, Shape::or));
    return both;
  }
}
