package dev.portside.cli;

import dev.portside.Portside;
import dev.portside.apply.Applier;
import dev.portside.check.CheckOptions;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Problem;
import dev.portside.yaml.Plain;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A set, the cluster it is meant for, and how to treat it there. */
final class SetOptions {

  @Mixin private FileOptions files = new FileOptions();
  @Mixin private WorldOptions world = new WorldOptions();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--dry-run",
      description = "have the cluster judge everything, and change nothing")
  private boolean dryRun;

  @Option(names = "--wait", description = "wait until everything is ready")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "how long to wait, such as 90s, 5m or 1h30m (default: 5m)")
  private Duration timeout = Duration.ofMinutes(5);

  @Option(
      names = "--prune",
      arity = "0..1",
      split = ",",
      fallbackValue = "",
      paramLabel = "KIND",
      description =
          "delete what left the set since it was last applied with --prune; Namespaces,"
              + " CustomResourceDefinitions and PersistentVolumeClaims only where they are named"
              + " here (--prune=PersistentVolumeClaim)")
  private String @Nullable [] prune;

  @Option(names = "--force-conflicts", description = "take over fields that another manager owns")
  private boolean forceConflicts;

  @Option(names = "--no-check", description = "do not check the set first")
  private boolean noCheck;

  /** Called by picocli. */
  SetOptions() {}

  boolean isDry() {
    return dryRun;
  }

  boolean isAwaited() {
    return wait && !dryRun;
  }

  boolean isPruned() {
    return prune != null;
  }

  Duration timeout() {
    return timeout;
  }

  Connection connect() {
    return cluster.connect();
  }

  /** Reads the set; resources without a namespace are in that of the context, as with kubectl. */
  Manifests read(Connection connection) {
    Settings settings = Settings.find(Path.of(""));
    return files.read(world.platform(settings), settings, connection.namespace());
  }

  /** Prints what of a set cannot be read, and returns whether there is any. */
  static boolean isBroken(Manifests manifests, PrintWriter err) {
    boolean broken = false;
    for (Problem problem : manifests.problems()) {
      err.println(Plain.of("%s: error: %s".formatted(problem.source(), problem.message())));
      broken = true;
    }
    return broken;
  }

  /** Returns what applies to a cluster as the options say. */
  Applier applier(Connection connection) {
    CheckOptions check = CheckOptions.defaults().with(world.strategy(Settings.find(Path.of(""))));
    Applier applier = Portside.applier(connection.client(), check);
    applier = noCheck ? applier.unchecked() : applier;
    applier = forceConflicts ? applier.forcingConflicts() : applier;
    applier = dryRun ? applier.dryRun() : applier;
    if (prune == null) {
      return applier;
    }
    boolean named = prune.length > 1 || !prune[0].isEmpty();
    return named ? applier.pruning(prune) : applier.pruning();
  }
}
