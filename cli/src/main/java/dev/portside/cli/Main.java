package dev.portside.cli;

import dev.portside.apply.ClusterException;
import dev.portside.yaml.Plain;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The command line: parses it, and turns what goes wrong into messages and exit codes. */
@Command(
    name = "portside",
    mixinStandardHelpOptions = true,
    versionProvider = Build.class,
    description =
        "Checks and applies manifests of teams that run Dapr and Istio sidecars in the same pod.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  portside check -f k8s/ -R",
      "  helm template chart | portside check -f -",
      "  portside check --cluster -n shop",
      "  portside explain -f k8s/ -R deployment/orders",
      "  portside flows -f k8s/ -R",
      "  portside apply -f k8s/ -R --wait",
      "  portside rules dapr-port-captured-inbound",
      "  source <(portside generate-completion)"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:clean",
      "1:findings at or above --fail-on, or differences",
      "2:wrong usage",
      "3:unreadable input; the rest was checked",
      "4:the cluster did not answer"
    })
public final class Main {

  static {
    // picocli would load and ask java.time and java.sql for converters that no option here needs.
    System.setProperty("picocli.converters.excludes", "java[.](time|sql)[.].*");
  }

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
        withCommands(new CommandLine(new Main()), args)
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.ansi()))
            .setExecutionExceptionHandler((e, command, result) -> failed(e, command));
    line.setUnmatchedOptionsAllowedAsOptionParameters(false);
    if (args.length == 0) {
      line.usage(err, Ansi.OFF);
      return ExitCode.USAGE;
    }
    return line.execute(args);
  }

  /** Reading the annotations of a command takes time: beside "check" no other is asked for. */
  private static CommandLine withCommands(CommandLine line, String... args) {
    line.addSubcommand(new CheckCommand());
    if (args.length > 0 && args[0].equals("check")) {
      return line;
    }
    return line.addSubcommand(new RulesCommand())
        .addSubcommand(new ExplainCommand())
        .addSubcommand(new FlowsCommand())
        .addSubcommand(new ApplyCommand())
        .addSubcommand(new DiffCommand())
        .addSubcommand(new DeleteCommand())
        .addSubcommand(new GenerateCompletion())
        .registerConverter(Duration.class, new DurationConverter());
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
