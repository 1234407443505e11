package dev.portside.cli;

import dev.portside.cluster.Applier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How far applying goes beyond what a set names and nobody else owns. */
final class ReachOptions {

  private final Option<String[]> prune;
  private final Option<Boolean> forceConflicts;

  ReachOptions(CommandSpec command) {
    prune =
        Option.one(
            command,
            String[].class,
            OptionSpec.builder("--prune")
                .arity("0..1")
                .splitRegex(",")
                .fallbackValue("")
                .paramLabel("KIND")
                .description(
                    "delete what was applied earlier with --prune for the same namespace (-n, or"
                        + " the context's) and is not in the set now; so only one set of a"
                        + " namespace can be applied with --prune. Namespaces,"
                        + " CustomResourceDefinitions and PersistentVolumeClaims are deleted only"
                        + " where they are named here (--prune=PersistentVolumeClaim)"));
    forceConflicts =
        Option.flag(
            command,
            OptionSpec.builder("--force-conflicts")
                .description("take over fields that another manager owns"));
  }

  boolean isPruned() {
    return prune.isGiven();
  }

  /** Returns an applier that goes as far. */
  Applier of(Applier applier) {
    Applier forced = forceConflicts.isGiven() ? applier.forcingConflicts() : applier;
    String[] kinds = prune.value();
    try {
      return kinds == null ? forced : forced.pruning(kinds);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--prune: " + e.getMessage());
    }
  }
}
