package dev.portside.cli;

import dev.portside.check.Nearest;
import dev.portside.manifest.Workload;
import dev.portside.report.ExplainJson;
import dev.portside.report.ExplainText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code portside explain}: every port of every workload. */
final class ExplainCommand implements Callable<Integer> {

  /** How it is printed. */
  enum Format {
    TEXT,
    JSON
  }

  private final CommandSpec spec =
      Commands.spec(
          this,
          "explain",
          "Explains every port of every workload: who uses it, who encrypts it, whether the mesh takes"
              + " it, and what decides that.",
          "  portside explain -f k8s/ -R",
          "  portside explain -f k8s/ -R deployment/orders",
          "  portside explain --cluster -n shop -o json");
  private final Option<String> name =
      Option.parameter(
          spec,
          PositionalParamSpec.builder()
              .arity("0..1")
              .paramLabel("KIND/NAME")
              .description("the workload to explain, such as deployment/orders (default: all)"));
  private final InputOptions input = new InputOptions(spec);
  private final WorldOptions world = new WorldOptions(spec);
  private final Option<Format> format =
      Option.one(
          spec,
          Format.class,
          OptionSpec.builder("-o", "--output")
              .paramLabel("FORMAT")
              .description("text (default) or json"));

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    PrintWriter err = line.getErr();
    List<String> notes = new ArrayList<>();
    TrafficSet set;
    try (Progress progress = Progress.begin(err)) {
      set = TrafficSet.read(input, world, ProjectSettings.find(Path.of("")), progress, notes::add);
    }
    notes.forEach(note -> err.println("portside: " + note));
    Problems.print(set.traffic().manifests(), err);
    String wanted = name.value();
    List<Workload> workloads = wanted == null ? set.workloads() : named(wanted, set.workloads());
    line.getOut()
        .print(
            switch (format.or(Format.TEXT)) {
              case TEXT -> ExplainText.of(set.traffic(), workloads, Terminal.isColoured());
              case JSON -> ExplainJson.of(set.traffic(), workloads);
            });
    return set.isBroken() ? ExitCode.UNREADABLE : ExitCode.CLEAN;
  }

  /** Kinds are taken as kubectl takes them: in any case, and in the plural. */
  private static List<Workload> named(String name, List<Workload> workloads) {
    String wanted = name.toLowerCase(Locale.ROOT);
    List<Workload> found =
        workloads.stream().filter(workload -> spellings(workload).contains(wanted)).toList();
    if (!found.isEmpty()) {
      return found;
    }
    if (workloads.isEmpty()) {
      throw new UsageException("%s: the set has no workload at all".formatted(name));
    }
    List<String> known =
        workloads.stream()
            .map(workload -> workload.kind() + "/" + workload.resource().name())
            .distinct()
            .toList();
    throw new UsageException(
        "%s: no workload of that name; the nearest is %s".formatted(name, Nearest.of(name, known)));
  }

  private static List<String> spellings(Workload workload) {
    List<String> spellings = new ArrayList<>();
    String kind = workload.kind().toLowerCase(Locale.ROOT);
    String own = "/" + workload.resource().name().toLowerCase(Locale.ROOT);
    for (String spelt : List.of(kind, kind + "s")) {
      spellings.add(spelt + own);
      spellings.add(spelt + "/" + workload.namespace() + own);
    }
    spellings.add(own.substring(1));
    return spellings;
  }
}
