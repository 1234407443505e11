package dev.portside.cli;

import dev.portside.cluster.Applier;
import dev.portside.manifest.Manifests;
import java.time.Duration;
import java.util.List;

/** {@code portside delete}: deletes what a set names, and waits until it is gone. */
final class DeleteCommand extends SetCommand {

  private final Option<Boolean> dryRun =
      flag("--dry-run", "have the cluster judge everything, and delete nothing");
  private final Option<Duration> timeout = timeout("how long to wait");
  private final Option<List<String>> refused =
      refused("--prune", "--force-conflicts", "--no-check");

  DeleteCommand() {
    super(
        "delete",
        "Deletes what manifests name, and the copies of Secrets that apply made for them, in the"
            + " reverse order of apply, and waits until it is gone.",
        "  portside delete -f k8s/ -R",
        "  portside delete -f k8s/ -R --dry-run");
    // There is nothing to turn on.
    flag("--wait", "what delete does anyway");
  }

  @Override
  void ensureUsage() {
    if (refused.isGiven()) {
      throw new UsageException(
          "--prune, --force-conflicts and --no-check go with apply: delete deletes what the set"
              + " names without a check, whatever manager owns its fields");
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
