package dev.portside.cli;

import dev.portside.check.FindingsException;
import dev.portside.cluster.Applied;
import dev.portside.cluster.AppliedSet;
import dev.portside.cluster.Applier;
import dev.portside.manifest.Manifests;
import dev.portside.yaml.Plain;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code portside apply}: checks a set, applies it in order, and waits. */
final class ApplyCommand extends SetCommand {

  private final Option<Boolean> dryRun =
      flag("--dry-run", "have the cluster judge everything, and change nothing");
  private final Option<Boolean> wait = flag("--wait", "wait until everything is ready");
  private final Option<Duration> timeout = timeout("how long to --wait");
  private final ReachOptions reach = new ReachOptions(spec());
  private final Option<Boolean> noCheck = flag("--no-check", "do not check the set first");

  ApplyCommand() {
    super(
        "apply",
        "Checks manifests and applies them in an order in which nothing waits for something later.",
        "  portside apply -f k8s/ -R --wait",
        "  portside apply -f k8s/ -R --dry-run",
        "  portside apply -f k8s/ -R --prune --timeout 10m --wait");
  }

  @Override
  void ensureUsage() {
    if (timeout.isGiven() && !wait.isGiven()) {
      throw new UsageException("--timeout goes with --wait: nothing is waited for without it");
    }
  }

  @Override
  String done() {
    return "applied";
  }

  @Override
  int run(Applier applier, Manifests manifests) {
    Applier checking = noCheck.isGiven() ? applier.unchecked() : applier;
    Applier own = reach.of(dryRun.isGiven() ? checking.dryRun() : checking);
    try {
      if (reach.isPruned()) {
        own.pruned(manifests).forEach(gone -> err().println(Plain.of("to be pruned: " + gone)));
        err().flush();
      }
      AppliedSet applied = own.listening(lines(dryRun.isGiven())).apply(manifests);
      err().println(summary(applied.resources()) + dry(dryRun.isGiven()));
      err().flush();
      if (wait.isGiven() && !dryRun.isGiven()) {
        await(applied);
      }
      return ExitCode.CLEAN;
    } catch (FindingsException e) {
      String.valueOf(e.getMessage()).strip().lines().map(Plain::of).forEach(err()::println);
      err().println("portside: nothing was applied; --no-check applies it anyway");
      return ExitCode.FINDINGS;
    }
  }

  private void await(AppliedSet applied) {
    try (Progress progress = Progress.begin(err())) {
      progress.on("waiting until everything is ready");
      applied.await(timeout.or(PATIENCE));
    }
  }

  private static String summary(List<Applied> all) {
    Map<Applied.Action, Integer> counts = new EnumMap<>(Applied.Action.class);
    all.forEach(one -> counts.merge(one.action(), 1, Integer::sum));
    return counts.isEmpty()
        ? "nothing to apply"
        : counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey().word())
            .collect(Collectors.joining(", "));
  }
}
