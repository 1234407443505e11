package dev.portside.cli;

import dev.portside.manifest.ManifestFiles;
import dev.portside.manifest.ManifestReader;
import dev.portside.manifest.ManifestReader.Origin;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to read: files, directories, standard input, or a cluster. */
final class InputOptions {

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "PATH",
      description =
          "a file, a directory, or - for standard input; repeatable (default: the working directory)")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = {"-R", "--recursive"},
      description = "read the directories of a directory too")
  private boolean recursive;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description =
          "the namespace of resources that name none (default: default); with --cluster, the one to"
              + " report on (default: the context's)")
  private @Nullable String namespace;

  @Option(names = "--cluster", description = "read the live objects of a cluster instead of files")
  private boolean cluster;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "with --cluster: report on all namespaces")
  private boolean allNamespaces;

  @Mixin private ClusterOptions connection = new ClusterOptions();

  /** Called by picocli. */
  InputOptions() {}

  /** Returns whether a cluster is read; refuses what does not go together. */
  boolean isCluster() {
    if (!cluster) {
      if (allNamespaces) {
        throw new UsageException("-A goes with --cluster");
      }
      if (connection.context() != null) {
        throw new UsageException("--context goes with --cluster");
      }
      return false;
    }
    if (!paths.isEmpty() || recursive) {
      throw new UsageException("--cluster and -f do not go together");
    }
    if (allNamespaces && namespace != null) {
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
    return LiveSet.read(connection, allNamespaces, namespace, platform, notes);
  }

  Manifests read(Platform platform, Settings settings) {
    String own = namespace == null ? settings.namespace() : namespace;
    ManifestReader reader = new ManifestReader(own == null ? "default" : own);
    if (paths.isEmpty()) {
      ManifestFiles.read(reader, Path.of("."), recursive);
    }
    for (String path : paths) {
      if (path.equals("-")) {
        standardInput(reader);
      } else {
        ManifestFiles.read(reader, Path.of(path), recursive);
      }
    }
    return reader.manifests(platform);
  }

  private static void standardInput(ManifestReader reader) {
    try {
      reader.read("-", "-", System.in.readAllBytes(), Origin.NAMED);
    } catch (IOException e) {
      reader.unreadable("-", "it cannot be read: " + e.getMessage());
    }
  }
}
