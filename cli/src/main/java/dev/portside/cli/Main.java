package dev.portside.cli;

import dev.portside.cluster.ClusterException;
import dev.portside.yaml.Plain;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The command line: parses it, and turns what goes wrong into messages and exit codes. */
public final class Main {

  static {
    // picocli would load and ask java.time and java.sql for converters that no option here needs.
    System.setProperty("picocli.converters.excludes", "java[.](time|sql)[.].*");
  }

  private static final String[] EXAMPLES = {
    "  portside check -f k8s/ -R",
    "  helm template chart | portside check -f -",
    "  portside check --cluster -n shop",
    "  portside explain -f k8s/ -R deployment/orders",
    "  portside flows -f k8s/ -R",
    "  portside apply -f k8s/ -R --wait",
    "  portside rules dapr-port-captured-inbound",
    "  source <(portside generate-completion)"
  };

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    // Digits are those of a manifest, whatever the language of the machine.
    Locale.setDefault(Locale.US);
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, false, StandardCharsets.UTF_8);
    int code;
    try {
      code = run(out, err, args);
    } catch (OutOfMemoryError e) {
      err.println(
          "portside: the set does not fit into memory; give Java more with"
              + " JAVA_TOOL_OPTIONS=-Xmx4g, or check parts of it");
      code = ExitCode.UNREADABLE;
    } catch (Error e) {
      err.println("portside: it failed (%s); please report it".formatted(e));
      code = ExitCode.UNREADABLE;
    }
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs the command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line =
        new CommandLine(spec(args))
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.ansi()))
            .setExecutionExceptionHandler((e, command, result) -> failed(e, command))
            .registerConverter(Duration.class, new DurationConverter());
    line.setUnmatchedOptionsAllowedAsOptionParameters(false);
    if (args.length == 0) {
      line.usage(err, Ansi.OFF);
      return ExitCode.USAGE;
    }
    return line.execute(args);
  }

  private static CommandSpec spec(String... args) {
    CommandSpec spec =
        Commands.spec(
            () -> ExitCode.USAGE,
            "portside",
            "Checks and applies manifests of teams that run Dapr and Istio sidecars in the same pod.",
            EXAMPLES);
    spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes());
    add(spec, new CheckCommand().spec());
    // Describing a command takes time: beside "check" no other is asked for.
    if (args.length == 0 || !args[0].equals("check")) {
      add(spec, new RulesCommand().spec());
      add(spec, new ExplainCommand().spec());
      add(spec, new FlowsCommand().spec());
      add(spec, new ApplyCommand().spec());
      add(spec, new DiffCommand().spec());
      add(spec, new DeleteCommand().spec());
      spec.addSubcommand("generate-completion", new CommandLine(new GenerateCompletion()));
    }
    return Commands.withHelp(spec);
  }

  private static void add(CommandSpec spec, CommandSpec command) {
    spec.addSubcommand(command.name(), Commands.withHelp(command));
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", "clean");
    codes.put("1", "findings at or above --fail-on, or differences");
    codes.put("2", "wrong usage");
    codes.put("3", "unreadable input; the rest was checked");
    codes.put("4", "the cluster did not answer");
    return codes;
  }

  /** Nothing that goes wrong shows a stack trace. */
  private static int failed(Exception e, CommandLine command) {
    String.valueOf(e.getMessage())
        .lines()
        .forEach(line -> command.getErr().println(Plain.of("portside: " + line)));
    if (e instanceof NoClusterException || e instanceof ClusterException) {
      return ExitCode.CLUSTER;
    }
    return e instanceof UsageException ? ExitCode.USAGE : ExitCode.UNREADABLE;
  }
}
