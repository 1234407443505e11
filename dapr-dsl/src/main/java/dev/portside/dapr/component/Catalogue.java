package dev.portside.dapr.component;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The text of the catalogue, of which only the block of a type that is asked for is parsed. Its
 * form is said in its head, {@code components.txt}.
 */
final class Catalogue {

  /** Held apart, so that it is read when a component is met for the first time. */
  private static final String TEXT = read("components.txt");

  /** Every name that Dapr takes for a type, and the type's own. */
  private static final Map<String, String> NAMES = names();

  private Catalogue() {}

  private static String read(String file) {
    try (InputStream in = Catalogue.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no " + file + " beside " + Catalogue.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> names() {
    Map<String, String> names = new TreeMap<>();
    for (int at = TEXT.indexOf("\n@"); at >= 0; at = TEXT.indexOf("\n@", at + 1)) {
      Words head = new Words(TEXT.substring(at + 2, TEXT.indexOf('\n', at + 1)));
      String type = head.next();
      names.put(type, type);
      while (head.hasNext()) {
        String word = head.next();
        if (word.startsWith("alias=")) {
          for (String alias : word.substring("alias=".length()).split(",", -1)) {
            names.put(alias, type);
          }
        }
      }
    }
    return names;
  }

  /** Returns every name that Dapr takes for a type, other spellings too, in order. */
  static List<String> all() {
    return List.copyOf(NAMES.keySet());
  }

  /** Returns a type's own name, or null when there is no such type. */
  static @Nullable String canonical(String name) {
    return NAMES.get(name);
  }

  /** Returns the lines of a type: its head without the {@code @}, and its fields. */
  static List<String> block(String type) {
    int begin = TEXT.indexOf("\n@" + type + " ") + 2;
    int next = TEXT.indexOf("\n@", begin);
    String block = TEXT.substring(begin, next < 0 ? TEXT.length() : next);
    List<String> lines = new ArrayList<>();
    for (String line : block.split("\n", -1)) {
      if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** Reads the fields of a block, by name in lower case. */
  static Map<String, MetadataField> fields(List<String> block) {
    Map<String, MetadataField> fields = new LinkedHashMap<>();
    for (String line : block.subList(1, block.size())) {
      int end = line.startsWith("[") ? line.indexOf(']') : 0;
      String profile = end == 0 ? "" : line.substring(1, end);
      Words words = new Words(line.substring(end == 0 ? 0 : end + 2));
      while (words.hasNext()) {
        FieldWord.read(words.next(), profile, fields);
      }
    }
    return fields;
  }
}
