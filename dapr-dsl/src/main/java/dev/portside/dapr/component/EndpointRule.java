package dev.portside.dapr.component;

import dev.portside.dapr.component.ComponentSettings.Setting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One row of {@code endpoints.txt}: how the backend of one type of component is found. */
final class EndpointRule {

  private static final Map<String, String> ROWS = rows();

  private final String grammar;
  private final List<Word> words = new ArrayList<>();

  /** A word of the row; without conditions it always holds. */
  private record Word(String key, String conditions, String value) {}

  private EndpointRule(String row) {
    Words all = new Words(row);
    all.next();
    this.grammar = all.next();
    while (all.hasNext()) {
      words.add(word(all.next()));
    }
  }

  private static Map<String, String> rows() {
    try (InputStream in = EndpointRule.class.getResourceAsStream("endpoints.txt")) {
      if (in == null) {
        throw new IllegalStateException("no endpoints.txt beside " + EndpointRule.class.getName());
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      Map<String, String> rows = new HashMap<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          rows.put(line.substring(0, line.indexOf(' ')), line);
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Word word(String text) {
    int equals = text.indexOf('=');
    int question = text.indexOf('?');
    if (question > 0 && question < equals) {
      int colon = text.indexOf(':', equals);
      return new Word(
          text.substring(0, question),
          text.substring(question + 1, colon),
          text.substring(colon + 1));
    }
    return equals < 0
        ? new Word(text, "", "")
        : new Word(text.substring(0, equals), "", text.substring(equals + 1));
  }

  /**
   * Returns the row of a type.
   *
   * @param type its own name
   */
  static EndpointRule of(ComponentType type) {
    String row = ROWS.get(type.name());
    if (row == null) {
      throw new IllegalStateException("endpoints.txt: no row for " + type.name());
    }
    return new EndpointRule(row);
  }

  String grammar() {
    return grammar;
  }

  boolean has(String key) {
    return words.stream().anyMatch(word -> word.key.equals(key));
  }

  /** Returns the value of the first word of that key whose conditions hold; empty when none. */
  String text(String key, Fields fields) {
    for (Word word : words) {
      if (word.key.equals(key) && !word.conditions.isEmpty() && holds(word.conditions, fields)) {
        return word.value;
      }
    }
    for (Word word : words) {
      if (word.key.equals(key) && word.conditions.isEmpty()) {
        return word.value;
      }
    }
    return "";
  }

  /** Returns the values of all words of that key whose conditions hold. */
  List<String> texts(String key, Fields fields) {
    return words.stream()
        .filter(word -> word.key.equals(key) && holds(word.conditions, fields))
        .map(Word::value)
        .toList();
  }

  /** Returns the items of a value. */
  List<String> list(String key, Fields fields) {
    String value = text(key, fields);
    return value.isEmpty() ? List.of() : List.of(value.split(",", -1));
  }

  int number(String key, Fields fields) {
    String value = text(key, fields);
    return value.isEmpty() ? 0 : Integer.parseInt(value);
  }

  private static boolean holds(String conditions, Fields fields) {
    if (conditions.isEmpty()) {
      return true;
    }
    for (String condition : conditions.split("&", -1)) {
      int equals = condition.indexOf('=');
      if (!holds(fields.get(condition.substring(0, equals)), condition.substring(equals + 1))) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(Setting setting, String wanted) {
    return switch (wanted) {
      case "*" -> setting.isSet();
      case "-" -> !setting.isSet();
      case "true" -> setting.isTrue();
      default -> isAmong(wanted, setting.value());
    };
  }

  private static boolean isAmong(String wanted, String value) {
    for (String item : value.split(",", -1)) {
      if (same(item.trim(), wanted)) {
        return true;
      }
    }
    return false;
  }

  /** Azure's clouds go by two names each: AzureChinaCloud and AzureChina. */
  private static boolean same(String value, String wanted) {
    return value.equalsIgnoreCase(wanted)
        || wanted.endsWith("Cloud")
            && (value.toLowerCase(Locale.ROOT) + "cloud").equals(wanted.toLowerCase(Locale.ROOT));
  }
}
