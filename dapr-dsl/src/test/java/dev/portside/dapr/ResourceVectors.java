package dev.portside.dapr;

import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Recordings of what Dapr did with its resources. They lie beside this class or beside the
 * checkout; {@code -Dportside.vectors=DIR} takes those of the same names in a folder instead.
 */
public final class ResourceVectors {

  private ResourceVectors() {}

  /** Returns the lines of a recording; the test that asks is skipped where there is none. */
  public static List<String> lines(String name) {
    try {
      return text(name).lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String name) throws IOException {
    String folder = System.getProperty("portside.vectors");
    if (folder != null) {
      Path file = Path.of(folder, name);
      assumeTrue(Files.exists(file), "no " + name + " in " + folder + ": not compared with it");
      return Files.readString(file);
    }
    try (InputStream in = ResourceVectors.class.getResourceAsStream(name)) {
      if (in != null) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    return Files.readString(beside("reference/" + name));
  }

  /** Returns what lies beside the checkout; the test is skipped where it does not. */
  public static Path beside(String name) {
    Optional<Path> file = findBeside(name);
    assumeTrue(
        file.isPresent(), "no shared/" + name + " beside the checkout: not compared with it");
    return file.orElseThrow();
  }

  private static Optional<Path> findBeside(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared").resolve(name);
      if (Files.exists(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Returns the rows of a CSV file, column to value. */
  public static List<Map<String, String>> csv(String name) {
    List<String> lines = lines(name);
    List<String> header = cells(lines.get(0));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < header.size(); i++) {
        row.put(header.get(i), i < cells.size() ? cells.get(i) : "");
      }
      rows.add(row);
    }
    return rows;
  }

  /** Returns the objects of a file with one JSON object a line. */
  public static List<Mapping> json(String name) {
    return lines(name).stream().map(ResourceVectors::mapping).toList();
  }

  /** Returns a JSON object as a tree. */
  public static Mapping mapping(String text) {
    return (Mapping) YamlReader.read(Input.of("vector", text)).get(0).root();
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
}
