package dev.portside.cli;

import dev.portside.check.CheckOptions;
import dev.portside.cluster.Applied;
import dev.portside.cluster.Applier;
import dev.portside.cluster.PortsideCluster;
import dev.portside.manifest.Manifests;
import dev.portside.yaml.Plain;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command that takes a set of files to a cluster: what they all begin with. */
abstract class SetCommand implements Callable<Integer> {

  /** How long a command waits unless {@code --timeout} says another time. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final CommandSpec spec;
  private final FileOptions files;
  private final WorldOptions world;
  private final ClusterOptions cluster;

  SetCommand(String name, String description, String... examples) {
    spec = Commands.spec(this, name, description, examples);
    files = new FileOptions(spec);
    world = new WorldOptions(spec);
    cluster = new ClusterOptions(spec);
  }

  final CommandSpec spec() {
    return spec;
  }

  /** Adds an option that is said or not. */
  final Option<Boolean> flag(String name, String description) {
    return Option.flag(spec, OptionSpec.builder(name).description(description));
  }

  /** Adds the option that tells how long a command waits at most. */
  final Option<Duration> timeout(String description) {
    return Option.one(
        spec,
        Duration.class,
        OptionSpec.builder("--timeout")
            .paramLabel("DURATION")
            .description(description + ", such as 90s, 5m or 1h30m (default: 5m)"));
  }

  /** Adds options of other commands, so that the command can say why it does not take them. */
  final Option<List<String>> refused(String... names) {
    return Option.many(
        spec,
        String.class,
        OptionSpec.builder(names).hidden(true).arity("0..1").fallbackValue("said"));
  }

  @Override
  public final Integer call() {
    ensureUsage();
    try (Connection connection = cluster.connect()) {
      ProjectSettings settings = ProjectSettings.find(Path.of(""));
      // Resources without a namespace are in that of the context, as with kubectl.
      Manifests manifests = files.read(world.platform(settings), settings, connection.namespace());
      if (Problems.print(manifests, err())) {
        err().println("portside: nothing was " + done());
        return ExitCode.UNREADABLE;
      }
      CheckOptions check = CheckOptions.defaults().with(world.strategy(settings));
      return run(PortsideCluster.applier(connection.client(), check), manifests);
    }
  }

  /**
   * Refuses options that do not go together.
   *
   * @throws UsageException if there are such
   */
  abstract void ensureUsage();

  /** Says in a word what the command does with a set, such as "applied". */
  abstract String done();

  /** Does it with a set that could be read, and returns the exit code. */
  abstract int run(Applier applier, Manifests manifests);

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Returns what prints a line a resource, at once: the next one may take its time. */
  final Consumer<Applied> lines(boolean dry) {
    PrintWriter out = out();
    return one -> {
      out.println(Plain.of(one + dry(dry)));
      out.flush();
    };
  }

  /** Returns what follows a line of a dry run. */
  static String dry(boolean dry) {
    return dry ? " (dry run)" : "";
  }
}
