package dev.portside.dapr.schema;

import dev.portside.platform.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of the schemas: its fields, and what holds of several of them together. */
final class SchemaType {

  /** What a value must be. */
  enum Kind {
    TEXT,
    BOOL,
    INTEGER,
    /** A whole number of 32 bits. */
    INT32,
    /** Anything. */
    ANY,
    /** An object with any fields. */
    OPEN,
    /** An object of a type of the schemas. */
    OBJECT
  }

  /** How many of a value there are. */
  enum Shape {
    ONE,
    LIST,
    /** An object whose keys are free. */
    MAP
  }

  /** From how many to how many. */
  record Range(int least, int most) {
    boolean holds(int number) {
      return number >= least && number <= most;
    }
  }

  /**
   * A field.
   *
   * @param type the type of an {@link Kind#OBJECT}
   * @param allowed the texts there are; empty when it is free
   * @param length the least and most characters of a text; null when it is free
   * @param count the least and most items of a list; null when it is free
   * @param unique whether a list holds nothing twice
   * @param since the release that it came with; null for all
   * @param fallback what the API server stores where it is missing, as JSON; empty for nothing
   */
  record Field(
      String name,
      boolean required,
      Kind kind,
      @Nullable SchemaType type,
      Shape shape,
      List<String> allowed,
      @Nullable Range length,
      @Nullable Range count,
      boolean unique,
      @Nullable Version since,
      String fallback) {}

  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final Map<String, List<String>> rules = new LinkedHashMap<>();

  void add(Field field) {
    fields.put(field.name(), field);
  }

  void rule(String name, List<String> names) {
    rules.put(name, names);
  }

  @Nullable Field field(String name) {
    return fields.get(name);
  }

  Iterable<Field> fields() {
    return fields.values();
  }

  /** Returns the rules over several fields, each with the fields that it is about. */
  Map<String, List<String>> rules() {
    return rules;
  }
}
