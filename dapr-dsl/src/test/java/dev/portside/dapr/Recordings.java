package dev.portside.dapr;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * Recordings of what Dapr did, beside this class or, with {@code -Dportside.vectors=DIR}, files of
 * the same names in another folder.
 */
final class Recordings {

  private static final String ELSEWHERE = System.getProperty("portside.vectors", "");

  private Recordings() {}

  /** Returns whether the recordings are those beside this class, whose numbers are known. */
  static boolean areOwn() {
    return ELSEWHERE.isEmpty();
  }

  /** Returns the objects of a file with one JSON object a line. */
  static List<Mapping> json(String name) {
    return lines(name).stream().filter(line -> !line.isBlank()).map(Recordings::mapping).toList();
  }

  /** Returns the rows of a CSV file: column to value. */
  static List<Map<String, String>> csv(String name) {
    List<String> lines = lines(name);
    List<String> header = cells(lines.get(0));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < header.size(); i++) {
        row.put(header.get(i), cells.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static Mapping mapping(String text) {
    return (Mapping) YamlReader.read(Input.of("recording", text)).get(0).root();
  }

  private static List<String> lines(String name) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) throws IOException {
    if (areOwn()) {
      InputStream plain = Recordings.class.getResourceAsStream(name);
      return plain == null
          ? new GZIPInputStream(Recordings.class.getResourceAsStream(name + ".gz"))
          : plain;
    }
    Path file = Path.of(ELSEWHERE, name);
    if (!Files.exists(file)) {
      System.out.printf("%s: not in %s, not compared%n", name, ELSEWHERE);
    }
    assumeTrue(Files.exists(file), "no " + file);
    return Files.newInputStream(file);
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (char c : line.toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }

  /** Returns a tree as sorted maps, lists and plain values, which compare and print well. */
  static Object plain(Tree tree) {
    if (tree == null) {
      return null;
    }
    if (tree instanceof Mapping mapping) {
      Map<String, Object> map = new TreeMap<>();
      for (int i = 0; i < mapping.size(); i++) {
        map.put(mapping.key(i), plain(mapping.value(i)));
      }
      return map;
    }
    if (tree instanceof Sequence sequence) {
      List<Object> list = new ArrayList<>();
      sequence.forEach(item -> list.add(plain(item)));
      return list;
    }
    return plain((Scalar) tree);
  }

  private static Object plain(Scalar scalar) {
    return switch (scalar.type()) {
      case NULL -> null;
      case BOOL -> scalar.isTrue();
      case INT, FLOAT -> Long.parseLong(scalar.text());
      case STRING -> scalar.text();
    };
  }

  /** Prints how a comparison went, and each recording that differs. */
  static void tell(String what, int judged, List<String> differ) {
    System.out.printf("%s: %d compared, %d differ%n", what, judged, differ.size());
    differ.forEach(line -> System.out.println("  " + line));
  }
}
