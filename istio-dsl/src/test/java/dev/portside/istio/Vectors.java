package dev.portside.istio;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Platform;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
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
import java.util.zip.GZIPInputStream;
import org.opentest4j.TestAbortedException;

/**
 * Recordings of what Istio and the kernel did: beside this class as compressed files, or other ones
 * of the same names in the folder that the system property {@code portside.vectors} names.
 */
public final class Vectors {

  private Vectors() {}

  /** Returns the rows of a CSV file: column to value. */
  public static List<Map<String, String>> csv(String name) {
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

  /** Returns the objects of a file with one JSON object a line. */
  public static List<Mapping> json(String name) {
    return lines(name).stream().map(Vectors::mapping).toList();
  }

  /** Returns a JSON object, or a YAML mapping. */
  public static Mapping mapping(String text) {
    return (Mapping) YamlReader.read(Input.of("vector", text)).get(0).root();
  }

  /** Returns the set of the documents of a YAML text. */
  public static Manifests manifests(Platform platform, String yaml) {
    List<Resource> resources = new ArrayList<>();
    for (Document document : YamlReader.read(Input.of("vector", yaml))) {
      resources.add(Resource.read(document, "default"));
    }
    return Manifests.of("default", platform, resources);
  }

  private static List<String> lines(String name) {
    String folder = System.getProperty("portside.vectors", "");
    try (InputStream in = folder.isEmpty() ? ownFile(name) : file(Path.of(folder), name);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream ownFile(String name) throws IOException {
    return new GZIPInputStream(Vectors.class.getResourceAsStream(name + ".gz"));
  }

  private static InputStream file(Path folder, String name) throws IOException {
    Path plain = folder.resolve(name);
    Path packed = folder.resolve(name + ".gz");
    if (Files.exists(plain)) {
      return Files.newInputStream(plain);
    }
    if (!Files.exists(packed)) {
      String missing = "%s: no such file in %s, plain or .gz".formatted(name, folder);
      System.out.println(missing);
      throw new TestAbortedException(missing);
    }
    return new GZIPInputStream(Files.newInputStream(packed));
  }

  /** What a model made of the rows of a file. */
  public static final class Judge {

    private final String file;
    private final List<String> failed = new ArrayList<>();
    private int judged;

    public Judge(String file) {
      this.file = file;
    }

    /** Notes a row; an empty difference is none. */
    public void judge(String id, String difference) {
      judged++;
      if (!difference.isEmpty()) {
        failed.add(id);
        System.out.printf("%s: %s: %s%n", file, id, difference);
      }
    }

    /** Tells the counts, and fails when a row did or when there was none. */
    public void finish() {
      System.out.printf("%s: %d rows judged, %d failing%n", file, judged, failed.size());
      assertWithMessage("failing rows of %s", file).that(failed).isEmpty();
      assertWithMessage("rows of %s", file).that(judged).isGreaterThan(0);
    }
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        boolean doubled = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
        if (doubled) {
          cell.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
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
