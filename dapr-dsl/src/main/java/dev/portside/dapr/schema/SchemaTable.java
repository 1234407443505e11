package dev.portside.dapr.schema;

import dev.portside.dapr.schema.SchemaType.Field;
import dev.portside.dapr.schema.SchemaType.Kind;
import dev.portside.dapr.schema.SchemaType.Range;
import dev.portside.dapr.schema.SchemaType.Shape;
import dev.portside.platform.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code schema.txt}, whose head says its form. */
final class SchemaTable {

  /** A kind in one version of its API. */
  record Root(SchemaType type, @Nullable Version since) {}

  private final Map<String, SchemaType> types = new HashMap<>();
  private final Map<String, Root> roots = new HashMap<>();

  private SchemaTable(String text) {
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        line(line.split(" ", -1));
      }
    }
  }

  static Map<String, Root> read() {
    try (InputStream in = SchemaTable.class.getResourceAsStream("schema.txt")) {
      if (in == null) {
        throw new IllegalStateException("no schema.txt beside " + SchemaTable.class.getName());
      }
      return new SchemaTable(new String(in.readAllBytes(), StandardCharsets.UTF_8)).roots;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SchemaType type(String name) {
    return types.computeIfAbsent(name, n -> new SchemaType());
  }

  private void line(String[] words) {
    if (words[0].startsWith("@")) {
      Version since = words.length > 3 ? Version.of(words[3]) : null;
      roots.put(words[0].substring(1) + " " + words[1], new Root(type(words[2]), since));
      return;
    }
    SchemaType type = type(words[0]);
    for (int i = 1; i < words.length; i++) {
      if (words[i].startsWith("!")) {
        int colon = words[i].indexOf(':');
        String[] names = words[i].substring(colon + 1).split(",", -1);
        type.rule(words[i].substring(1, colon), List.of(names));
      } else {
        type.add(field(words[i]));
      }
    }
  }

  /** {@code name!@since:type(a|b)<1-8>[]<1-20>=fallback}. */
  private Field field(String word) {
    int colon = word.indexOf(':');
    String head = word.substring(0, colon);
    String rest = word.substring(colon + 1);
    int at = head.indexOf('@');
    Version since = at < 0 ? null : Version.of(head.substring(at + 1));
    String name = at < 0 ? head : head.substring(0, at);
    boolean required = name.endsWith("!");
    int equals = rest.indexOf('=');
    String fallback = equals < 0 ? "" : rest.substring(equals + 1);
    String type = equals < 0 ? rest : rest.substring(0, equals);
    Shape shape = type.contains("[]") ? Shape.LIST : type.contains("{}") ? Shape.MAP : Shape.ONE;
    int brackets = Math.max(type.indexOf("[]"), type.indexOf("{}"));
    String item = brackets < 0 ? type : type.substring(0, brackets);
    String named = before(before(item, '('), '<');
    Kind kind = kind(named);
    return new Field(
        required ? name.substring(0, name.length() - 1) : name,
        required,
        kind,
        kind == Kind.OBJECT ? type(named) : null,
        shape,
        choices(item),
        range(item),
        brackets < 0 ? null : range(type.substring(brackets)),
        type.contains("[]u"),
        since,
        fallback);
  }

  private static Kind kind(String name) {
    return switch (name) {
      case "s" -> Kind.TEXT;
      case "b" -> Kind.BOOL;
      case "i" -> Kind.INTEGER;
      case "i32" -> Kind.INT32;
      case "any" -> Kind.ANY;
      case "open" -> Kind.OPEN;
      default -> Kind.OBJECT;
    };
  }

  private static String before(String text, char mark) {
    int at = text.indexOf(mark);
    return at < 0 ? text : text.substring(0, at);
  }

  private static List<String> choices(String text) {
    int open = text.indexOf('(');
    return open < 0 ? List.of() : List.of(text.substring(open + 1, text.indexOf(')')).split("\\|"));
  }

  private static @Nullable Range range(String text) {
    int open = text.indexOf('<');
    if (open < 0) {
      return null;
    }
    String[] ends = text.substring(open + 1, text.indexOf('>')).split("-", -1);
    return new Range(
        Integer.parseInt(ends[0]),
        ends[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(ends[1]));
  }
}
