package dev.portside.cli;

import dev.portside.cluster.Applier;
import dev.portside.cluster.Difference;
import dev.portside.manifest.Manifests;
import java.util.List;

/** {@code portside diff}: what applying a set would change. */
final class DiffCommand extends SetCommand {

  private final ReachOptions reach = new ReachOptions(spec());
  private final Option<List<String>> refused = refused("--wait", "--timeout", "--no-check");

  DiffCommand() {
    super(
        "diff",
        "Shows what applying manifests would change; exits with 1 if anything would.",
        "  portside diff -f k8s/ -R",
        "  portside diff -f k8s/ -R --prune");
    // There is nothing to turn on.
    flag("--dry-run", "what diff is anyway: it changes nothing");
  }

  @Override
  void ensureUsage() {
    if (refused.isGiven()) {
      throw new UsageException(
          "--wait, --timeout and --no-check go with apply: diff waits for nothing, and checks"
              + " nothing");
    }
  }

  @Override
  String done() {
    return "compared";
  }

  @Override
  int run(Applier applier, Manifests manifests) {
    List<Difference> all = reach.of(applier).diff(manifests);
    List<Difference> changed = all.stream().filter(difference -> !difference.isEmpty()).toList();
    changed.forEach(difference -> out().print(difference.text()));
    out().flush();
    err()
        .printf(
            "%d of %d %s %s%n",
            changed.size(),
            all.size(),
            all.size() == 1 ? "resource" : "resources",
            changed.size() == 1 ? "differs" : "differ");
    return changed.isEmpty() ? ExitCode.CLEAN : ExitCode.FINDINGS;
  }
}
