package dev.portside.kyma.admission;

import com.google.re2j.Pattern;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One node of a definition's schema. Built by {@link SchemaFile}, not changed afterwards. */
final class Schema {

  /** What a value of the node is. */
  enum Type {
    OBJECT,
    ARRAY,
    STRING,
    INTEGER,
    BOOLEAN
  }

  /**
   * A condition beyond the schema's own words, by name.
   *
   * @param pattern the expression that a text must match; null for the rule that one kind of access
   *     is chosen
   * @param message what the definition says of a value that breaks it
   */
  record Condition(@Nullable Pattern pattern, String message) {}

  private final Type type;
  private final Map<String, Schema> properties = new LinkedHashMap<>();
  private final Set<String> required = new LinkedHashSet<>();
  private @Nullable Schema items;
  private @Nullable Schema values;
  private boolean open;
  private @Nullable Condition condition;
  private @Nullable Pattern pattern;
  private List<String> words = List.of();
  private String format = "";
  private @Nullable Integer least;
  private @Nullable Integer most;

  Schema(Type type) {
    this.type = type;
  }

  Type type() {
    return type;
  }

  Map<String, Schema> properties() {
    return properties;
  }

  /** Returns the names of properties that must be there. */
  Set<String> required() {
    return required;
  }

  /** Returns the schema of an array's items. */
  @Nullable Schema items() {
    return items;
  }

  /** Returns the schema of a map's values. */
  @Nullable Schema values() {
    return values;
  }

  /** Returns whether unknown fields below it are kept. */
  boolean isOpen() {
    return open;
  }

  @Nullable Condition condition() {
    return condition;
  }

  @Nullable Pattern pattern() {
    return pattern;
  }

  /** Returns the values that a text may have; none where it may have any. */
  List<String> words() {
    return words;
  }

  String format() {
    return format;
  }

  /** Returns the least number, length or count. */
  @Nullable Integer least() {
    return least;
  }

  /** Returns the greatest number, length or count. */
  @Nullable Integer most() {
    return most;
  }

  /** Returns the schema of a field, where there is one. */
  @Nullable Schema field(String name) {
    Schema property = properties.get(name);
    return property == null ? values : property;
  }

  void add(String name, boolean isRequired, Schema child) {
    if (name.equals("[]")) {
      items = child;
    } else if (name.equals("{}")) {
      values = child;
    } else {
      properties.put(name, child);
      if (isRequired) {
        required.add(name);
      }
    }
  }

  void open() {
    open = true;
  }

  void condition(Condition holds) {
    condition = holds;
  }

  void pattern(Pattern matches) {
    pattern = matches;
  }

  void words(List<String> allowed) {
    words = allowed;
  }

  void format(String name) {
    format = name;
  }

  /** Reads {@code 1..3900}, {@code 1..} or {@code ..127}. */
  void range(String text) {
    int dots = text.indexOf("..");
    least = dots == 0 ? null : Integer.valueOf(text.substring(0, dots));
    most = dots + 2 == text.length() ? null : Integer.valueOf(text.substring(dots + 2));
  }
}
