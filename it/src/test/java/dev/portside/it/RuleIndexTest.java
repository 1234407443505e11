package dev.portside.it;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.Extension;
import dev.portside.Extensions;
import dev.portside.Portside;
import dev.portside.check.RuleInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The index of the rules' pages is what the catalogue says. */
final class RuleIndexTest {

  private static final Path INDEX =
      Path.of(System.getProperty("basedir", ""))
          .toAbsolutePath()
          .resolveSibling("docs/rules/README.md");

  private static final String HEAD =
      """
      # Rules

      What each rule finds, the highest severity that its findings have, and the module that brings it. `portside rules` prints the list, `portside rules ID` a page, both offline. This page is made of the catalogue by `RuleIndexTest`; `-Dportside.golden=write` writes it anew.

      | Rule | Severity | What it finds | Module |
      |---|---|---|---|
      """;

  @Test
  void index_ofTheCatalogue() throws IOException {
    String index = index();
    if ("write".equals(System.getProperty("portside.golden"))) {
      Files.writeString(INDEX, index);
    }

    assertWithMessage("docs/rules/README.md; -Dportside.golden=write writes it anew")
        .that(Files.readString(INDEX))
        .isEqualTo(index);
  }

  private static String index() {
    StringBuilder text = new StringBuilder(HEAD);
    for (RuleInfo rule : Portside.catalogue(Extensions.found())) {
      text.append(
          "| [%s](%s.md) | %s | %s | `%s` |\n"
              .formatted(
                  rule.id(),
                  rule.id(),
                  rule.severity().word(),
                  rule.summary().replace("|", "\\|"),
                  module(rule)));
    }
    return text.toString();
  }

  private static String module(RuleInfo rule) {
    return Extensions.found().stream()
        .filter(extension -> brings(extension, rule))
        .map(extension -> extension.id() + "-dsl")
        .findFirst()
        .orElse("core");
  }

  private static boolean brings(Extension extension, RuleInfo rule) {
    return Portside.catalogue(List.of(extension)).contains(rule)
        && !Portside.catalogue(List.of()).contains(rule);
  }
}
