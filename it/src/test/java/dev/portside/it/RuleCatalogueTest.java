package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.Extensions;
import dev.portside.Portside;
import dev.portside.check.CheckOptions;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.check.RuleInfo;
import dev.portside.check.Severity;
import dev.portside.testing.FixtureText;
import dev.portside.testing.RuleFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule has an id, fixtures and a page, and nothing else has. */
final class RuleCatalogueTest {

  private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path FIXTURES = MODULE.resolve("src/test/resources/rules");
  private static final Path PAGES = MODULE.resolveSibling("docs").resolve("rules");

  private static final List<String> HEADINGS =
      List.of(
          "## What happens",
          "## Bad",
          "## Good",
          "## How to fix",
          "## When to allow it",
          "## Sources");

  @TempDir Path folder;

  /** No manifest makes a rule fail, so that this one has a page only. */
  private static final String FAILED = "internal-error";

  static Stream<RuleInfo> rules() {
    return Portside.catalogue(Extensions.found()).stream()
        .filter(rule -> !rule.id().equals(FAILED));
  }

  private static List<String> ids() {
    return rules().map(RuleInfo::id).sorted().toList();
  }

  /** An extension that is not found would leave its rules out of all that follows. */
  @Test
  void ids_ofAllModules() {
    assertThat(ids()).containsNoDuplicates();
    assertThat(ids())
        .containsAtLeast(
            "flow-broken", "dapr-port-conflict", "exclusion-ignored", "kyma-service-missing");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void id_spelling(RuleInfo rule) {
    assertThat(rule.id()).matches("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    assertThat(rule.id().length()).isAtMost(50);
  }

  @Test
  void fixtures_ofRulesOnly() throws IOException {
    assertThat(names(FIXTURES, Files::isDirectory)).containsExactlyElementsIn(ids());
  }

  @Test
  void pages_ofRulesOnly() throws IOException {
    assertThat(names(PAGES, Files::isRegularFile))
        .containsExactlyElementsIn(
            Stream.concat(ids().stream(), Stream.of(FAILED, "README"))
                .map(id -> id + ".md")
                .toList());
  }

  private static List<String> names(Path folder, Predicate<Path> kind) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(kind).map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void fixtures_bad(RuleInfo rule) throws IOException {
    Path fixtures = FIXTURES.resolve(rule.id());
    Pattern marker = Pattern.compile("# finds: (\\w+) " + rule.id() + " \"");
    List<Severity> marked = new ArrayList<>();
    for (String name : names(fixtures, Files::isRegularFile)) {
      if (name.startsWith("bad")) {
        RuleFixture.of(fixtures.resolve(name)).testing(rule.id()).verify();
        List<Severity> here =
            marker
                .matcher(Files.readString(fixtures.resolve(name)))
                .results()
                .map(match -> Severity.valueOf(match.group(1).toUpperCase(Locale.ROOT)))
                .toList();
        assertWithMessage("markers with severity and text in %s", name).that(here).isNotEmpty();
        marked.addAll(here);
      }
    }

    assertThat(names(fixtures, Files::isRegularFile)).contains("bad.yaml");
    assertWithMessage("the highest severity that a fixture shows")
        .that(marked.stream().sorted().findFirst())
        .isEqualTo(Optional.of(rule.severity()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void fixtures_good(RuleInfo rule) throws IOException {
    Path good = FIXTURES.resolve(rule.id()).resolve("good.yaml");

    RuleFixture.of(good).testing(rule.id()).verify();
    assertThat(Files.readString(good)).doesNotContain("# finds");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void page_parts(RuleInfo rule) throws IOException {
    List<String> page = page(rule);

    assertThat(page.get(0)).isEqualTo("# " + rule.id());
    assertThat(page.get(2)).startsWith("**" + rule.severity().word() + "**");
    assertThat(page.stream().filter(line -> line.startsWith("## ")).toList())
        .containsExactlyElementsIn(HEADINGS)
        .inOrder();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void page_badExample(RuleInfo rule) throws IOException {
    assertThat(check(rule, "Bad").stream().map(finding -> finding.rule().id()).toList())
        .contains(rule.id());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void page_goodExample(RuleInfo rule) throws IOException {
    List<Finding> unwanted =
        check(rule, "Good").stream()
            .filter(f -> f.severity() != Severity.INFO || f.rule().equals(rule))
            .toList();

    assertThat(unwanted).isEmpty();
  }

  private Findings check(RuleInfo rule, String heading) throws IOException {
    Path file = folder.resolve(heading + ".yaml");
    List<String> example = example(page(rule), heading);
    Files.write(file, example);
    CheckOptions options = CheckOptions.defaults().with(FixtureText.strategy(example));
    return Portside.check(Portside.read(file).on(FixtureText.platform(example)), options);
  }

  private static List<String> page(RuleInfo rule) throws IOException {
    return Files.readAllLines(PAGES.resolve(rule.id() + ".md"));
  }

  /** Returns the first block of YAML under a heading. */
  private static List<String> example(List<String> page, String heading) {
    List<String> below = page.subList(page.indexOf("## " + heading) + 1, page.size());
    int begin = below.indexOf("```yaml");
    List<String> block = below.subList(begin + 1, below.size());
    assertWithMessage("```yaml under ## %s", heading).that(begin).isAtLeast(0);
    assertWithMessage("a heading before it")
        .that(below.subList(0, begin).stream().filter(line -> line.startsWith("## ")).toList())
        .isEmpty();
    return block.subList(0, block.indexOf("```"));
  }
}
