package dev.portside.cli;

import dev.portside.apply.Applier;
import dev.portside.apply.Difference;
import dev.portside.manifest.Manifests;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code portside diff}: what applying a set would change. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows what applying manifests would change; exits with 1 if that is anything.",
    footerHeading = "%nExamples:%n",
    footer = {"  portside diff -f k8s/ -R", "  portside diff -f k8s/ -R --prune"})
final class DiffCommand extends SetCommand {

  @Mixin private ReachOptions reach = new ReachOptions();

  @Option(
      names = {"--wait", "--timeout", "--no-check"},
      hidden = true,
      arity = "0..1",
      fallbackValue = "said")
  private List<String> refused = new ArrayList<>();

  /** Called by picocli. */
  DiffCommand() {}

  /** Called by picocli; there is nothing to turn on. */
  @Option(names = "--dry-run", description = "what diff is anyway: it changes nothing")
  void setDryRun(boolean said) {}

  @Override
  void ensureUsage() {
    if (!refused.isEmpty()) {
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
