package dev.portside.cli;

import dev.portside.Portside;
import dev.portside.check.Baseline;
import dev.portside.check.CheckOptions;
import dev.portside.check.Findings;
import dev.portside.check.Severity;
import dev.portside.report.GithubReport;
import dev.portside.report.JsonReport;
import dev.portside.report.JunitReport;
import dev.portside.report.Report;
import dev.portside.report.SarifReport;
import dev.portside.report.TextReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code portside check}: finds connections that cannot work or are not protected. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Checks manifests: every connection of both sidecars, both ends, and who encrypts it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  portside check -f k8s/ -R",
      "  portside check -f app.yaml --istio 1.27 --fail-on warning",
      "  helm template chart | portside check -f - -o github",
      "  portside check --cluster -n shop",
      "  portside check -f k8s/ -R --write-baseline portside-baseline.json"
    })
final class CheckCommand implements Callable<Integer> {

  /** How findings are printed. */
  enum Format {
    TEXT,
    JSON,
    SARIF,
    JUNIT,
    GITHUB
  }

  @Spec private @Nullable CommandSpec spec;
  @Mixin private InputOptions input = new InputOptions();
  @Mixin private WorldOptions world = new WorldOptions();
  @Mixin private RuleOptions rules = new RuleOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text (default), json, sarif, junit or github")
  private Format format = Format.TEXT;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      description = "exit with 1 from this severity on: error (default), warning or info")
  private @Nullable Severity failOn;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "accept the findings that this file lists")
  private @Nullable Path baseline;

  @Option(
      names = "--write-baseline",
      paramLabel = "FILE",
      description = "list today's findings in this file, and accept them")
  private @Nullable Path writtenBaseline;

  /** Called by picocli. */
  CheckCommand() {}

  @Override
  public Integer call() throws IOException {
    if (baseline != null && writtenBaseline != null) {
      throw new UsageException("--baseline and --write-baseline do not go together");
    }
    Settings settings = Settings.find(Path.of(""));
    CheckOptions options =
        rules.options(CheckOptions.defaults().with(world.strategy(settings)), settings);
    List<String> notes = new ArrayList<>();
    TrafficSet set;
    Report report;
    try (Progress progress = Progress.begin(line().getErr())) {
      set = TrafficSet.read(input, world, settings, progress, notes::add);
      report = new Report(check(set, options, settings), set.traffic());
    }
    notes.forEach(note -> line().getErr().println("portside: " + note));
    print(report);
    return exitCode(set, report.findings(), settings);
  }

  private Findings check(TrafficSet set, CheckOptions options, Settings settings)
      throws IOException {
    Findings findings;
    try {
      findings = Portside.check(set.traffic(), options);
      findings = set.namespace() == null ? findings : findings.in(set.namespace());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    if (writtenBaseline != null) {
      Baseline written = Baseline.of(findings);
      Files.writeString(writtenBaseline, written.toJson());
      return written.accept(findings);
    }
    Path accepted = baseline == null ? settings.baseline() : baseline;
    return accepted == null ? findings : baseline(accepted).accept(findings);
  }

  private static Baseline baseline(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UsageException("baseline %s: there is no such file".formatted(file));
    }
    try {
      return Baseline.read(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new UsageException("baseline %s: it is no UTF-8 text".formatted(file));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private CommandLine line() {
    return Objects.requireNonNull(spec).commandLine();
  }

  private void print(Report report) {
    PrintWriter out = line().getOut();
    out.print(
        switch (format) {
          case TEXT -> TextReport.of(report, Terminal.isColoured());
          case JSON -> JsonReport.of(report);
          case SARIF -> SarifReport.of(report, Build.version());
          case JUNIT -> JunitReport.of(report);
          case GITHUB -> GithubReport.of(report);
        });
    out.flush();
  }

  private int exitCode(TrafficSet set, Findings findings, Settings settings) {
    if (set.isBroken()) {
      return ExitCode.UNREADABLE;
    }
    Severity own = failOn == null ? settings.failOn() : failOn;
    Severity from = own == null ? Severity.ERROR : own;
    boolean fails = findings.stream().anyMatch(f -> f.severity().compareTo(from) <= 0);
    return fails ? ExitCode.FINDINGS : ExitCode.CLEAN;
  }
}
