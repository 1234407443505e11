package dev.portside.cli;

import dev.portside.Portside;
import dev.portside.manifest.Manifests;
import dev.portside.pictures.FlowHtml;
import dev.portside.pictures.FlowMermaid;
import dev.portside.pictures.FlowSvg;
import dev.portside.platform.Platform;
import dev.portside.report.FlowDiff;
import dev.portside.report.FlowDiffJson;
import dev.portside.report.FlowDiffMarkdown;
import dev.portside.report.FlowDiffText;
import dev.portside.report.FlowJson;
import dev.portside.report.FlowText;
import dev.portside.report.Statement;
import dev.portside.traffic.Flows;
import dev.portside.traffic.Traffic;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code portside flows}: every connection, and what changed between two sets. */
final class FlowsCommand implements Callable<Integer> {

  /** How it is printed. */
  enum Format {
    TEXT,
    JSON,
    MERMAID,
    SVG,
    HTML,
    MARKDOWN
  }

  private static final Set<Format> DRAWN = EnumSet.of(Format.MERMAID, Format.SVG, Format.HTML);

  private final CommandSpec spec =
      Commands.spec(
          this,
          "flows",
          "Lists every connection: both ends, who encrypts it, or why it breaks. With --diff, what"
              + " changed between two sets; it exits with 1 when something got worse.",
          "  portside flows -f k8s/ -R",
          "  portside flows -f k8s/ -R -o json",
          "  portside flows -f k8s/ -R -o html > flows.html",
          "  portside flows --diff main/k8s k8s -o markdown");
  private final InputOptions input = new InputOptions(spec);
  private final WorldOptions world = new WorldOptions(spec);
  private final Option<List<Path>> diff =
      Option.many(
          spec,
          Path.class,
          OptionSpec.builder("--diff")
              .arity("2")
              .paramLabel("OLD NEW")
              .hideParamSyntax(true)
              .description("show what changed between two sets, each a file or a directory"));
  private final Option<Format> given =
      Option.one(
          spec,
          Format.class,
          OptionSpec.builder("-o", "--output")
              .paramLabel("FORMAT")
              .description(
                  "text (default), json, mermaid, svg or html; with --diff text, json or"
                      + " markdown"));

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    ProjectSettings settings = ProjectSettings.find(Path.of(""));
    Format format = given.or(Format.TEXT);
    List<Path> sides = diff.value();
    return sides == null ? flows(format, settings) : diff(sides, format, settings);
  }

  private int flows(Format format, ProjectSettings settings) {
    if (format == Format.MARKDOWN) {
      throw new UsageException("-o markdown goes with --diff");
    }
    PrintWriter err = line().getErr();
    List<String> notes = new ArrayList<>();
    TrafficSet set;
    Flows flows;
    try (Progress progress = Progress.begin(err)) {
      set = TrafficSet.read(input, world, settings, progress, notes::add);
      flows = set.flows();
    }
    notes.forEach(note -> err.println("portside: " + note));
    Problems.print(set.traffic().manifests(), err);
    Statement statement = Statement.of(set.traffic(), flows, "portside " + Build.version(), now());
    line().getOut().print(report(format, set.traffic(), flows, statement));
    return set.isBroken() ? ExitCode.UNREADABLE : ExitCode.CLEAN;
  }

  private static String report(Format format, Traffic traffic, Flows flows, Statement statement) {
    return switch (format) {
      case TEXT -> FlowText.of(flows, statement, Terminal.isColoured());
      case JSON -> FlowJson.of(flows, statement);
      case MERMAID -> FlowMermaid.of(traffic, flows, statement);
      case SVG -> FlowSvg.of(traffic, flows, statement);
      case HTML -> FlowHtml.of(traffic, flows, statement);
      case MARKDOWN -> throw new IllegalStateException("refused before");
    };
  }

  private int diff(List<Path> sides, Format format, ProjectSettings settings) {
    if (DRAWN.contains(format)) {
      throw new UsageException(
          "-o %s does not go with --diff: it draws one set"
              .formatted(format.name().toLowerCase(Locale.ROOT)));
    }
    if (input.isGiven()) {
      throw new UsageException("--diff names what to read: -f and --cluster do not go with it");
    }
    Platform platform = world.platform(settings);
    Manifests before = input.read(sides.get(0), platform, settings);
    Manifests after = input.read(sides.get(1), platform, settings);
    boolean broken = Problems.print(before, line().getErr());
    broken |= Problems.print(after, line().getErr());
    FlowDiff changed =
        FlowDiff.of(Portside.traffic(before).flows(), Portside.traffic(after).flows());
    line()
        .getOut()
        .print(
            switch (format) {
              case TEXT -> FlowDiffText.of(changed, Terminal.isColoured());
              case JSON -> FlowDiffJson.of(changed);
              default -> FlowDiffMarkdown.of(changed);
            });
    if (broken) {
      return ExitCode.UNREADABLE;
    }
    return changed.isWorse() ? ExitCode.FINDINGS : ExitCode.CLEAN;
  }

  /** The date of a report that must come out the same twice (reproducible-builds.org). */
  private static Instant now() {
    String epoch = System.getenv("SOURCE_DATE_EPOCH");
    if (epoch == null || epoch.isEmpty()) {
      return Instant.ofEpochSecond(Instant.now().getEpochSecond());
    }
    try {
      return Instant.ofEpochSecond(Long.parseLong(epoch));
    } catch (NumberFormatException e) {
      throw new UsageException(
          "SOURCE_DATE_EPOCH \"%s\": not a number of seconds".formatted(epoch));
    }
  }

  private CommandLine line() {
    return spec.commandLine();
  }
}
