package dev.portside.cli;

import dev.portside.apply.Applier;
import dev.portside.manifest.Manifests;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** {@code portside delete}: deletes what a set names, and waits until it is gone. */
final class DeleteCommand extends SetCommand {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Option<Boolean> dryRun =
      Option.flag(
          spec(),
          OptionSpec.builder("--dry-run")
              .description("have the cluster judge everything, and delete nothing"));
  private final Option<Duration> timeout =
      Option.one(
          spec(),
          Duration.class,
          OptionSpec.builder("--timeout")
              .paramLabel("DURATION")
              .description("how long to wait, such as 90s, 5m or 1h30m (default: 5m)"));
  private final Option<List<String>> refused =
      Option.many(
          spec(),
          String.class,
          OptionSpec.builder("--prune", "--force-conflicts", "--no-check")
              .hidden(true)
              .arity("0..1")
              .fallbackValue("said"));

  DeleteCommand() {
    super(
        "delete",
        "Deletes what manifests name, and the copies of Secrets that apply made for them, in the"
            + " order opposite to that of apply, and waits until it is gone.",
        "  portside delete -f k8s/ -R",
        "  portside delete -f k8s/ -R --dry-run");
    // There is nothing to turn on.
    Option.flag(spec(), OptionSpec.builder("--wait").description("what delete does anyway"));
  }

  @Override
  void ensureUsage() {
    if (refused.isGiven()) {
      throw new UsageException(
          "--prune, --force-conflicts and --no-check go with apply: delete deletes what the set"
              + " names, unchecked and whoever owns its fields");
    }
  }

  @Override
  String done() {
    return "deleted";
  }

  @Override
  int run(Applier applier, Manifests manifests) {
    Applier own = dryRun.isGiven() ? applier.dryRun() : applier;
    own.listening(lines(dryRun.isGiven())).delete(manifests, timeout.or(PATIENCE));
    return ExitCode.CLEAN;
  }
}
