package dev.portside.cli;

import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What to read: files, directories, standard input, or a cluster. */
final class InputOptions {

  private final FileOptions files;
  private final Option<Boolean> cluster;
  private final Option<Boolean> allNamespaces;
  private final ClusterOptions connection;

  InputOptions(CommandSpec command) {
    files = new FileOptions(command);
    cluster =
        Option.flag(
            command,
            OptionSpec.builder("--cluster")
                .description("read the live objects of a cluster instead of files"));
    allNamespaces =
        Option.flag(
            command,
            OptionSpec.builder("-A", "--all-namespaces")
                .description("with --cluster: report on all namespaces"));
    connection = new ClusterOptions(command);
  }

  /** Returns whether a cluster is read; refuses what does not go together. */
  boolean isCluster() {
    if (!cluster.isGiven()) {
      if (allNamespaces.isGiven()) {
        throw new UsageException("-A goes with --cluster");
      }
      if (connection.context() != null) {
        throw new UsageException("--context goes with --cluster");
      }
      return false;
    }
    if (files.isGiven()) {
      throw new UsageException("--cluster and -f do not go together");
    }
    if (allNamespaces.isGiven() && files.namespace() != null) {
      throw new UsageException("-A and -n do not go together");
    }
    return true;
  }

  /**
   * Reads the cluster.
   *
   * @param platform what the cluster's platform becomes
   * @param notes takes what the user should know, a sentence each
   */
  LiveSet readCluster(UnaryOperator<Platform> platform, Consumer<String> notes) {
    return LiveSet.read(connection, allNamespaces.isGiven(), files.namespace(), platform, notes);
  }

  Manifests read(Platform platform, ProjectSettings settings) {
    return files.read(platform, settings);
  }

  /** Returns whether an option says what to read. */
  boolean isGiven() {
    return cluster.isGiven() || files.isGiven();
  }

  /** Reads one file or directory with all below it. */
  Manifests read(Path path, Platform platform, ProjectSettings settings) {
    return files.read(path, platform, settings);
  }
}
