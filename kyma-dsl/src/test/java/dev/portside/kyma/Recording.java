package dev.portside.kyma;

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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * A recording of what a real API server and Kyma's own code did, one JSON object a line: the one
 * beside this class, and one of the same name in the folder that the system property {@code
 * portside.vectors} names.
 */
public final class Recording {

  /** What one line is compared in; says what differs. */
  public static final class Differences {
    private final Set<String> found = new TreeSet<>();

    private Differences() {}

    /** Notes a difference unless both are equal. */
    public void compare(String what, Object expected, Object actual) {
      if (!expected.equals(actual)) {
        found.add("%s: expected %s but is %s".formatted(what, expected, actual));
      }
    }
  }

  private Recording() {}

  /**
   * Judges every line of a recording, prints how many there are and which differ, and returns a
   * text for each that does.
   */
  public static List<String> judge(String name, BiConsumer<Mapping, Differences> judge) {
    return judge(name, line -> true, judge);
  }

  /** As the other, but lines that are not meant to be judged are only counted. */
  public static List<String> judge(
      String name, Predicate<Mapping> meant, BiConsumer<Mapping, Differences> judge) {
    List<String> wrong = new ArrayList<>(judge(name, "kept", kept(name), meant, judge));
    String folder = System.getProperty("portside.vectors", "");
    if (!folder.isEmpty()) {
      Path file = Path.of(folder, name + ".jsonl");
      if (Files.exists(file)) {
        wrong.addAll(judge(name, folder, lines(file), meant, judge));
      } else {
        System.out.printf("%s: no such file: nothing more is judged%n", file);
      }
    }
    return wrong;
  }

  private static List<String> judge(
      String name,
      String whence,
      List<String> lines,
      Predicate<Mapping> meant,
      BiConsumer<Mapping, Differences> judge) {
    List<String> wrong = new ArrayList<>();
    int judged = 0;
    for (String line : lines) {
      Mapping vector = mapping(line);
      if (!meant.test(vector)) {
        continue;
      }
      judged++;
      Differences differences = new Differences();
      try {
        judge.accept(vector, differences);
      } catch (RuntimeException e) {
        differences.found.add("throws " + e + " at " + e.getStackTrace()[0]);
      }
      if (!differences.found.isEmpty()) {
        wrong.add(vector.text("id") + ": " + differences.found);
        System.out.printf("%s (%s): %s%n", name, whence, wrong.get(wrong.size() - 1));
      }
    }
    int prose = lines.size() - judged;
    System.out.printf(
        "%s (%s): %d judged, %d differ%s%n",
        name,
        whence,
        judged,
        wrong.size(),
        prose == 0 ? "" : "; %d more tell steps and are not judged".formatted(prose));
    return wrong;
  }

  /** Returns a JSON object. */
  public static Mapping mapping(String text) {
    return (Mapping) YamlReader.read(Input.of("vector", text)).get(0).root();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> kept(String name) {
    InputStream zipped = Recording.class.getResourceAsStream(name + ".jsonl.gz");
    try (InputStream in =
        zipped == null
            ? Recording.class.getResourceAsStream(name + ".jsonl")
            : new GZIPInputStream(zipped)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
