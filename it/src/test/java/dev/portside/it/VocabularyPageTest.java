package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.Extensions;
import dev.portside.Portside;
import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.check.RuleInfo;
import dev.portside.examples.Recipe;
import dev.portside.manifest.Manifests;
import dev.portside.report.ExplainJson;
import dev.portside.report.ExplainText;
import dev.portside.report.FlowText;
import dev.portside.report.Report;
import dev.portside.report.Statement;
import dev.portside.report.TextReport;
import dev.portside.traffic.Flows;
import dev.portside.traffic.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page about the architecture shows of the recipe is what the code says of it. */
class VocabularyPageTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| \\w+ \\| `\\w+` \\| .* \\| (.*) \\|$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @TempDir Path folder;

  private static List<String> examples() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "architecture.md"));
    return ROW.matcher(page)
        .results()
        .flatMap(row -> CODE.matcher(row.group(1)).results())
        .map(code -> code.group(1))
        .toList();
  }

  private static String said(Manifests set) {
    Traffic traffic = Portside.traffic(set);
    Flows flows = traffic.flows();
    return ExplainText.of(traffic)
        + ExplainJson.of(traffic, set.workloads())
        + FlowText.of(flows, Statement.of(traffic, flows, "test", Instant.EPOCH), false);
  }

  /** The recipe, whose sidecars dial one another through the mesh. */
  private Manifests broken() throws IOException {
    String yaml = Recipe.today().toYaml();
    String changed = yaml.replace("443,50002,50005,50006,6379", "443,50005,50006,6379");
    assertThat(changed).isNotEqualTo(yaml);
    return Portside.read(Files.writeString(folder.resolve("broken.yaml"), changed));
  }

  private static String found(Manifests set) {
    Findings findings = Portside.check(set);
    StringBuilder said =
        new StringBuilder(TextReport.of(new Report(findings, Portside.traffic(set)), false));
    for (Finding finding : findings) {
      for (Cause cause : finding.causes()) {
        said.append("%s %s %s\n".formatted(finding.resource(), cause.aspect(), cause.port()));
      }
    }
    return said.toString();
  }

  private static String ranks() {
    StringBuilder said = new StringBuilder();
    for (RuleInfo rule : Portside.catalogue(Extensions.found())) {
      said.append("%s %s\n".formatted(rule.id(), rule.rank()));
    }
    return said.toString();
  }

  @Test
  void examples_areWhatTheCodeSays() throws IOException {
    String said = (said(Recipe.today()) + found(broken()) + ranks()).replaceAll("\\s+", " ");

    assertThat(examples().size()).isAtLeast(15);
    for (String example : examples()) {
      assertWithMessage("what is said of the recipe").that(said).contains(example);
    }
  }

  @Test
  void rank_letsTheHighestReport() throws IOException {
    List<String> rules = Portside.check(broken()).stream().map(f -> f.rule().id()).toList();

    assertThat(rules).contains("dapr-port-captured-outbound");
    assertThat(rules).doesNotContain("flow-broken");
  }
}
