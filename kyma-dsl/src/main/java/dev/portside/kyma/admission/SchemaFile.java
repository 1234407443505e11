package dev.portside.kyma.admission;

import com.google.re2j.Pattern;
import dev.portside.kyma.admission.Schema.Condition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code schemas.txt}: what each release's definition of APIRule admits. A line
 * {@code @RELEASE VERSION} begins a schema; below it stands a node a line, its depth the number of
 * blanks before its name, {@code !} after the name of a required one, then its type and its limits.
 * {@code [] } is the items of an array, {@code {}} the values of a map.
 */
final class SchemaFile {

  private static final String FILE = "schemas.txt";
  private static final String ONE_ACCESS = "one-access";

  private final Map<String, String> messages = new HashMap<>();
  private final Map<String, Pattern> patterns = new HashMap<>();
  private final List<Definition> definitions = new ArrayList<>();
  private final List<Schema> way = new ArrayList<>();

  private SchemaFile() {}

  /** Returns the definitions in the order of the file: oldest release first. */
  static List<Definition> read() {
    SchemaFile file = new SchemaFile();
    text().lines().forEach(file::line);
    return List.copyOf(file.definitions);
  }

  private static String text() {
    try (InputStream in = SchemaFile.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("no " + FILE + " beside " + SchemaFile.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(String line) {
    if (line.isEmpty() || line.charAt(0) == '#') {
      return;
    }
    if (line.startsWith("pattern ")) {
      int blank = line.indexOf(' ', 8);
      patterns.put(line.substring(8, blank), Pattern.compile(line.substring(blank + 1)));
    } else if (line.startsWith("message ")) {
      int blank = line.indexOf(' ', 8);
      messages.put(line.substring(8, blank), line.substring(blank + 1));
    } else if (line.charAt(0) == '@') {
      String[] words = line.substring(1).split(" ", -1);
      List<String> flags = List.of(words).subList(2, words.length);
      Schema root = new Schema(Schema.Type.OBJECT);
      way.clear();
      way.add(root);
      definitions.add(
          new Definition(
              words[0], words[1], root, flags.contains("open"), flags.contains("deprecated")));
    } else {
      node(line);
    }
  }

  private void node(String line) {
    int depth = 0;
    while (line.charAt(depth) == ' ') {
      depth++;
    }
    String[] words = line.substring(depth).split(" ", -1);
    boolean required = words[0].endsWith("!");
    String name = required ? words[0].substring(0, words[0].length() - 1) : words[0];
    Schema node = new Schema(Schema.Type.valueOf(words[1].toUpperCase(Locale.ROOT)));
    for (int i = 2; i < words.length; i++) {
      limit(node, words[i]);
    }
    way.subList(depth, way.size()).clear();
    way.get(depth - 1).add(name, required, node);
    way.add(node);
  }

  private void limit(Schema node, String word) {
    int equals = word.indexOf('=');
    String value = word.substring(equals + 1);
    switch (equals < 0 ? word : word.substring(0, equals)) {
      case "open" -> node.open();
      case "format" -> node.format(value);
      case "words" -> node.words(List.of(value.split(",", -1)));
      case "pattern" -> node.pattern(pattern(value));
      case "holds" -> node.condition(condition(value));
      default -> node.range(word);
    }
  }

  private Condition condition(String name) {
    String message = messages.getOrDefault(name, "");
    return new Condition(name.equals(ONE_ACCESS) ? null : pattern(name), message);
  }

  private Pattern pattern(String name) {
    @Nullable Pattern pattern = patterns.get(name);
    if (pattern == null) {
      throw new IllegalStateException(FILE + ": no pattern " + name);
    }
    return pattern;
  }
}
