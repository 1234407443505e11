package dev.portside.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which cluster to call. */
final class ClusterOptions {

  private final Option<String> context;

  ClusterOptions(CommandSpec command) {
    context =
        Option.one(
            command,
            String.class,
            OptionSpec.builder("--context")
                .paramLabel("NAME")
                .description("the context of the kubeconfig (default: its current one)"));
  }

  @Nullable String context() {
    return context.value();
  }

  /**
   * Returns the way to the cluster, as kubectl would find it; nothing was called yet.
   *
   * @throws NoClusterException if the kubeconfig does not lead to one
   */
  Connection connect() {
    return Connection.to(context.value());
  }
}
