package dev.portside.dapr;

import static com.google.common.truth.Truth.assertWithMessage;
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
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Recordings of what Dapr did, beside this class or, with {@code -Dportside.vectors=DIR}, files of
 * the same names in another folder.
 */
public final class Recordings {

  private static final String ELSEWHERE = System.getProperty("portside.vectors", "");

  private Recordings() {}

  /** Returns whether the recordings are those beside this class, whose numbers are known. */
  static boolean areOwn() {
    return ELSEWHERE.isEmpty();
  }

  /** Returns the objects of a file with one JSON object a line. */
  public static List<Mapping> json(String name) {
    return lines(name).stream().map(Recordings::mapping).toList();
  }

  /** Returns the rows of a CSV file: column to value. */
  static List<Map<String, String>> csv(String name) {
    return rows(lines(name));
  }

  /**
   * Returns the rows of a CSV file that is not beside this class, but in the reference beside the
   * checkout; the test that asks is skipped where that is not there.
   */
  public static List<Map<String, String>> csvOfReference(String name) throws IOException {
    Path file = areOwn() ? Shared.file("reference/" + name) : elsewhere(name);
    return rows(Files.readAllLines(file));
  }

  private static List<Map<String, String>> rows(List<String> lines) {
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

  /** Returns a JSON object as a tree. */
  public static Mapping mapping(String text) {
    return (Mapping) YamlReader.read(Input.of("recording", text)).get(0).root();
  }

  private static List<String> lines(String name) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) throws IOException {
    if (!areOwn()) {
      return Files.newInputStream(elsewhere(name));
    }
    InputStream plain = Recordings.class.getResourceAsStream(name);
    return plain == null
        ? new GZIPInputStream(Recordings.class.getResourceAsStream(name + ".gz"))
        : plain;
  }

  private static Path elsewhere(String name) {
    Path file = Path.of(ELSEWHERE, name);
    if (!Files.exists(file)) {
      System.out.printf("%s: not in %s, not compared%n", name, ELSEWHERE);
    }
    assumeTrue(Files.exists(file), "no " + file);
    return file;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
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

  /** Fails with the id and the words of each row for which the judge has any, and the counts. */
  public static <T> void judge(
      List<T> rows, Function<T, String> id, Function<T, @Nullable String> judge) {
    List<String> failing = new ArrayList<>();
    for (T row : rows) {
      String wrong = judge.apply(row);
      if (wrong != null) {
        failing.add(id.apply(row) + ": " + wrong);
      }
    }
    String counts = "%d of %d rows fail".formatted(failing.size(), rows.size());
    assertWithMessage(counts + "\n" + String.join("\n", failing)).that(failing).isEmpty();
    assertWithMessage("rows").that(rows).isNotEmpty();
  }

  /** Prints how a comparison went, and each recording that differs. */
  static void tell(String what, int judged, List<String> differ) {
    System.out.printf("%s: %d compared, %d differ%n", what, judged, differ.size());
    differ.forEach(line -> System.out.println("  " + line));
  }
}
