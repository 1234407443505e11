package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.Portside;
import dev.portside.check.CheckOptions;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.manifest.ManifestFiles;
import dev.portside.manifest.ManifestReader;
import dev.portside.manifest.ManifestReader.Origin;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import dev.portside.report.GithubReport;
import dev.portside.report.JsonReport;
import dev.portside.report.JunitReport;
import dev.portside.report.Report;
import dev.portside.report.SarifReport;
import dev.portside.report.TextReport;
import dev.portside.traffic.Traffic;
import dev.portside.yaml.Input;
import dev.portside.yaml.Position;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever is read, nothing throws, no rule fails, and all that is found has a place in the text.
 *
 * <p>A build makes up to 50,000 inputs, and stops after half a minute on a slow machine. {@code
 * -Dportside.fuzz=1000000} makes as many, however long it takes; {@code -Dportside.fuzz.seed=7}
 * makes others.
 */
final class ManifestFuzzTest {

  private static final int INPUTS = Integer.getInteger("portside.fuzz", 50_000);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final long SEED = Long.getLong("portside.fuzz.seed", 20260101L);

  private static final List<String> ODD_LINES =
      List.of(
          "metadata: []",
          "metadata: text",
          "spec: []",
          "spec: null",
          "  annotations: []",
          "  annotations: {dapr.io/enabled: [true], dapr.io/app-port: {a: b}}",
          "  template: 7",
          "      containers: {}",
          "      containers: [[], null, text]",
          "  ports: [[], 1, {port: {}}, {port: -1, targetPort: []}]",
          "  selector: []",
          "items: [[], {}, null]",
          "kind: List",
          "kind: Service",
          "kind: APIRule",
          "kind: Component",
          "apiVersion: dapr.io/v1alpha1",
          "<<: {kind: Pod}",
          "<<: [1]",
          "? [a, b]",
          "a: &a [*a]",
          "a: !!binary x",
          "a: !!set {b}",
          "%YAML 3.0",
          "- x",
          "\t",
          "{{ .Values.x }}",
          "|",
          "\"\\ud800\"",
          "...",
          "---");

  private static final List<String> ODD_VALUES =
      List.of(
          "[]",
          "{}",
          "null",
          "~",
          "''",
          "\"\\u0000\"",
          "-1",
          "1e99",
          "0x7fffffff",
          "99999999999999999999999",
          "[[[]]]",
          "{a: {b: c}}",
          "*x",
          "&x y",
          "'80,,,443, *'",
          "\"*\"",
          "true",
          ".nan",
          "!!int x",
          "{{ x }}",
          "\uD83D\uDE00");

  private final Random random = new Random(SEED);

  @Test
  void mutatedManifests() throws IOException {
    List<String> seeds = new ArrayList<>(List.of(Samples.ORDERS, Samples.INFO, Samples.CLEAN));
    for (Path file : AwkwardManifestsTest.manifests()) {
      seeds.add(Files.readString(file));
    }
    boolean bounded = System.getProperty("portside.fuzz") == null;
    long end = System.nanoTime() + LONGEST.toNanos();
    for (int i = 0; i < INPUTS && !(bounded && System.nanoTime() > end); i++) {
      byte[] bytes = mutated(seeds).getBytes(StandardCharsets.UTF_8);
      if (random.nextInt(4) == 0 && bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      check(bytes, i);
    }
  }

  @Test
  void deepNestingAndHugeScalars() {
    List<String> texts =
        List.of(
            "[".repeat(100_000),
            "{a: ".repeat(100_000),
            "- ".repeat(100_000),
            "a:\n" + " ".repeat(100_000),
            "? ".repeat(50_000),
            Samples.CLEAN + "data: {a: " + "x".repeat(2_000_000) + "}\n",
            Samples.ORDERS.replace("3500,50001,80", "1,".repeat(100_000)),
            Samples.ORDERS.replace("shop", "s".repeat(100_000)),
            "---\n".repeat(100_000),
            "&a ".repeat(10_000),
            "!".repeat(10_000),
            "#".repeat(1_000_000));
    for (int i = 0; i < texts.size(); i++) {
      check(texts.get(i).getBytes(StandardCharsets.UTF_8), i);
    }
  }

  private static void check(byte[] bytes, int index) {
    String text;
    try {
      text = ManifestFiles.text(bytes);
    } catch (CharacterCodingException e) {
      return;
    }
    try {
      ManifestReader reader = new ManifestReader("default");
      reader.read(Input.of("in.yaml", text), index % 5 == 0 ? Origin.WALKED : Origin.NAMED);
      Manifests manifests = reader.manifests(Platform.today());
      Traffic traffic = Portside.traffic(manifests);
      Findings findings = Portside.check(traffic, CheckOptions.defaults());
      findings.forEach(finding -> hasPlace(finding, text));
      assertThat(findings.of("internal-error")).isEmpty();
      Report report = new Report(findings, traffic);
      switch (index % 8) {
        case 0 -> SarifReport.of(report, "1");
        case 1 -> JsonReport.of(report);
        case 2 -> JunitReport.of(report);
        case 3 -> GithubReport.of(report);
        default -> hasNoControls(TextReport.of(report, false));
      }
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      String shown = text.length() > 4_000 ? text.substring(0, 4_000) + " ..." : text;
      throw new AssertionError("input %d of seed %d:%n%s".formatted(index, SEED, shown), e);
    }
  }

  private static void hasPlace(Finding finding, String text) {
    Position position = finding.source().position();
    assertWithMessage(finding.toString()).that(position).isNotNull();
    long lines = text.chars().filter(c -> c == '\n').count() + 1;
    assertWithMessage(finding.toString()).that((long) position.line()).isAtMost(lines);
    int length = Input.of("", text).line(position.line()).length();
    boolean inLine = position.column() >= 1 && position.column() <= length + 1;
    assertWithMessage(finding.toString()).that(inLine || length == 0).isTrue();
  }

  private static void hasNoControls(String report) {
    assertThat(report.chars().anyMatch(c -> c < ' ' && c != '\n' || c == 0x7f)).isFalse();
  }

  private String mutated(List<String> seeds) {
    String text = pick(seeds);
    for (int i = random.nextInt(4); i >= 0; i--) {
      text = mutated(text, seeds);
    }
    return text;
  }

  private String mutated(String text, List<String> seeds) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    int at = random.nextInt(lines.size());
    switch (random.nextInt(10)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, pick(ODD_LINES));
      case 2 -> lines.add(at, pick(lines));
      case 3 -> lines.set(at, lines.get(at).replaceFirst("(:\\s|-\\s).*", "$1" + quoted()));
      case 4 -> lines.set(at, "  " + lines.get(at));
      case 5 -> lines.set(at, lines.get(at).strip());
      case 6 -> lines.addAll(at, List.of(("---\n" + pick(seeds)).split("\n", -1)));
      case 7 -> {
        int cut = random.nextInt(text.length() + 1);
        return text.substring(0, cut);
      }
      case 8 -> {
        int cut = random.nextInt(text.length() + 1);
        return text.substring(0, cut) + pick(ODD_VALUES) + text.substring(cut);
      }
      default -> lines.set(at, lines.get(at) + " " + pick(ODD_VALUES));
    }
    String changed = String.join("\n", lines);
    return changed.length() > 20_000 ? changed.substring(0, 20_000) : changed;
  }

  private String quoted() {
    return pick(ODD_VALUES).replace("\\", "\\\\").replace("$", "\\$");
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
