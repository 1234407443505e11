package dev.portside.cli;

import dev.portside.apply.Applier;
import dev.portside.manifest.Manifests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code portside delete}: deletes what a set names, and waits until it is gone. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Deletes what manifests name, and the copies of Secrets that apply made for them, in the"
            + " order opposite to that of apply, and waits until it is gone.",
    footerHeading = "%nExamples:%n",
    footer = {"  portside delete -f k8s/ -R", "  portside delete -f k8s/ -R --dry-run"})
final class DeleteCommand extends SetCommand {

  @Option(
      names = "--dry-run",
      description = "have the cluster judge everything, and delete nothing")
  private boolean dryRun;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "how long to wait, such as 90s, 5m or 1h30m (default: 5m)")
  private Duration timeout = Duration.ofMinutes(5);

  @Option(
      names = {"--prune", "--force-conflicts", "--no-check"},
      hidden = true,
      arity = "0..1",
      fallbackValue = "said")
  private List<String> refused = new ArrayList<>();

  /** Called by picocli. */
  DeleteCommand() {}

  /** Called by picocli; there is nothing to turn on. */
  @Option(names = "--wait", description = "what delete does anyway")
  void setWait(boolean said) {}

  @Override
  void ensureUsage() {
    if (!refused.isEmpty()) {
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
    Applier own = dryRun ? applier.dryRun() : applier;
    own.listening(lines(dryRun)).delete(manifests, timeout);
    return ExitCode.CLEAN;
  }
}
