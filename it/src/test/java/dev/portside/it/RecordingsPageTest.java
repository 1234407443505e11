package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The page about recordings tells all of them, how many rows each has, and who judges it. */
class RecordingsPageTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z0-9.-]+)` \\| ([0-9,]+) \\| .* \\| `(\\w+)` \\|$");

  private static List<Path> files(Pattern name) throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      List<Path> tests =
          modules.map(module -> module.resolve("src/test")).filter(Files::isDirectory).toList();
      Stream.Builder<Path> found = Stream.builder();
      for (Path folder : tests) {
        try (Stream<Path> files = Files.walk(folder)) {
          files.filter(f -> name.matcher(f.getFileName().toString()).matches()).forEach(found);
        }
      }
      return found.build().toList();
    }
  }

  private static int rows(Path file) throws IOException {
    String name = file.getFileName().toString();
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      int header = name.contains(".csv") ? 1 : 0;
      return (int) lines.lines().filter(line -> !line.isBlank()).count() - header;
    }
  }

  @Test
  void page_tellsAllRecordings() throws IOException {
    Map<String, Integer> told = new TreeMap<>();
    ROW.matcher(Files.readString(ROOT.resolve("docs/recordings.md")))
        .results()
        .forEach(row -> told.put(row.group(1), Integer.valueOf(row.group(2).replace(",", ""))));
    Map<String, Integer> kept = new TreeMap<>();
    for (Path file : files(Pattern.compile(".*\\.(jsonl|csv)(\\.gz)?"))) {
      kept.put(file.getFileName().toString(), rows(file));
    }

    assertThat(told).isEqualTo(kept);
  }

  @Test
  void page_namesTheTestThatJudges() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/recordings.md"));
    for (var row : ROW.matcher(page).results().toList()) {
      String recording = row.group(1).replaceAll("\\.(jsonl|csv).*", "");
      List<Path> judges = files(Pattern.compile(row.group(3) + "\\.java"));
      boolean reads = false;
      for (Path judge : judges) {
        reads |= Files.readString(judge).contains(recording);
      }

      assertWithMessage("%s reads %s", row.group(3), recording).that(reads).isTrue();
    }
  }
}
