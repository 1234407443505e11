package dev.portside.cli;

import dev.portside.Portside;
import dev.portside.check.Baseline;
import dev.portside.check.CheckOptions;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.check.Severity;
import dev.portside.manifest.Problem;
import dev.portside.manifest.Source;
import dev.portside.report.GithubReport;
import dev.portside.report.JsonReport;
import dev.portside.report.JunitReport;
import dev.portside.report.Report;
import dev.portside.report.SarifReport;
import dev.portside.report.TextReport;
import dev.portside.yaml.Plain;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code portside check}: finds connections that cannot work or are not protected. */
final class CheckCommand implements Callable<Integer> {

  /** How findings are printed. */
  enum Format {
    TEXT,
    JSON,
    SARIF,
    JUNIT,
    GITHUB
  }

  private final CommandSpec spec =
      Commands.spec(
          this,
          "check",
          "Checks manifests: every connection of both sidecars, both ends, and who encrypts it.",
          "  portside check -f k8s/ -R",
          "  portside check -f app.yaml --istio 1.27 --fail-on warning",
          "  helm template chart | portside check -f - -o github",
          "  portside check --cluster -n shop",
          "  portside check -f k8s/ -R --write-baseline portside-baseline.json");
  private final InputOptions input = new InputOptions(spec);
  private final WorldOptions world = new WorldOptions(spec);
  private final RuleOptions rules = new RuleOptions(spec);
  private final Option<Format> format =
      Option.one(
          spec,
          Format.class,
          OptionSpec.builder("-o", "--output")
              .paramLabel("FORMAT")
              .description("text (default), json, sarif, junit or github"));
  private final Option<Severity> failOn =
      Option.one(
          spec,
          Severity.class,
          OptionSpec.builder("--fail-on")
              .paramLabel("SEVERITY")
              .description("exit with 1 from this severity on: error (default), warning or info"));
  private final Option<Path> baseline =
      Option.one(
          spec,
          Path.class,
          OptionSpec.builder("--baseline")
              .paramLabel("FILE")
              .description("accept the findings that this file lists"));
  private final Option<Path> writtenBaseline =
      Option.one(
          spec,
          Path.class,
          OptionSpec.builder("--write-baseline")
              .paramLabel("FILE")
              .description("list today's findings in this file, and accept them"));

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    if (baseline.isGiven() && writtenBaseline.isGiven()) {
      throw new UsageException("--baseline and --write-baseline do not go together");
    }
    ProjectSettings settings = ProjectSettings.find(Path.of(""));
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
    unreported(set, report.findings());
    return exitCode(set, report.findings(), settings);
  }

  private Findings check(TrafficSet set, CheckOptions options, ProjectSettings settings)
      throws IOException {
    Findings findings;
    try {
      findings = Portside.check(set.traffic(), options);
      findings = set.namespace() == null ? findings : findings.in(set.namespace());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    Path target = writtenBaseline.value();
    if (target != null) {
      Baseline written = Baseline.of(findings);
      write(target, written);
      return written.accept(findings);
    }
    Path accepted = baseline.isGiven() ? baseline.value() : settings.baseline();
    return accepted == null ? findings : baseline(accepted).accept(findings);
  }

  private static void write(Path file, Baseline baseline) {
    try {
      Files.writeString(file, baseline.toJson());
    } catch (IOException e) {
      throw new UsageException(
          "baseline %s: it cannot be written: %s".formatted(file, reason(file, e)));
    }
  }

  /** The message of most of these is the file's name alone. */
  private static String reason(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no directory " + file.toAbsolutePath().getParent();
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String told = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return told == null ? e.getClass().getSimpleName() : told;
  }

  private static Baseline baseline(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UsageException("baseline %s: there is no such file".formatted(file));
    }
    try {
      return Baseline.read(file.toString(), Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new UsageException("baseline %s: it is not UTF-8 text".formatted(file));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private CommandLine line() {
    return spec.commandLine();
  }

  private void print(Report report) {
    PrintWriter out = line().getOut();
    out.print(
        switch (format.or(Format.TEXT)) {
          case TEXT -> TextReport.of(report, Terminal.isColoured());
          case JSON -> JsonReport.of(report);
          case SARIF -> SarifReport.of(report, Build.version());
          case JUNIT -> JunitReport.of(report);
          case GITHUB -> GithubReport.of(report);
        });
    out.flush();
  }

  /** An exit code that no finding explains is explained. */
  private void unreported(TrafficSet set, Findings findings) {
    Set<Source> reported = findings.stream().map(Finding::source).collect(Collectors.toSet());
    List<String> unread =
        set.unreadable()
            .map(Problem::source)
            .filter(source -> !reported.contains(source))
            .map(Source::input)
            .distinct()
            .toList();
    if (!unread.isEmpty()) {
      String message =
          "portside: %s could not be read, though no finding here says so (exit code %d)"
              .formatted(String.join(", ", unread), ExitCode.UNREADABLE);
      line().getErr().println(Plain.of(message));
    }
  }

  private int exitCode(TrafficSet set, Findings findings, ProjectSettings settings) {
    if (set.isBroken()) {
      return ExitCode.UNREADABLE;
    }
    Severity own = failOn.isGiven() ? failOn.value() : settings.failOn();
    Severity from = own == null ? Severity.ERROR : own;
    boolean fails = findings.stream().anyMatch(f -> f.severity().compareTo(from) <= 0);
    return fails ? ExitCode.FINDINGS : ExitCode.CLEAN;
  }
}
