package dev.portside.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster to call. */
final class ClusterOptions {

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "the context of the kubeconfig (default: its current one)")
  private @Nullable String context;

  /** Called by picocli. */
  ClusterOptions() {}

  @Nullable String context() {
    return context;
  }

  /**
   * Returns the way to the cluster, as kubectl would find it; nothing was called yet.
   *
   * @throws NoClusterException if the kubeconfig does not lead to one
   */
  Connection connect() {
    // A class of its own: picocli loads whatever this one's methods name.
    return Connection.to(context);
  }
}
