package dev.portside.cli;

import dev.portside.apply.Applier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How far applying goes beyond what a set names and nobody else owns. */
final class ReachOptions {

  @Option(
      names = "--prune",
      arity = "0..1",
      split = ",",
      fallbackValue = "",
      paramLabel = "KIND",
      description =
          "delete what was applied with --prune for the same namespace (-n, or the context's) before,"
              + " and is not in the set now; so only one set of a namespace can be applied with"
              + " --prune. Namespaces, CustomResourceDefinitions and PersistentVolumeClaims are"
              + " deleted only where they are named here (--prune=PersistentVolumeClaim)")
  private String @Nullable [] prune;

  @Option(names = "--force-conflicts", description = "take over fields that another manager owns")
  private boolean forceConflicts;

  /** Called by picocli. */
  ReachOptions() {}

  boolean isPruned() {
    return prune != null;
  }

  /** Returns an applier that goes as far. */
  Applier of(Applier applier) {
    Applier forced = forceConflicts ? applier.forcingConflicts() : applier;
    try {
      return prune == null ? forced : forced.pruning(prune);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--prune: " + e.getMessage());
    }
  }
}
