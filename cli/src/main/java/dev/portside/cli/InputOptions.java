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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to read: files, directories, standard input. */
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
      description = "the namespace of resources that name none (default: default)")
  private @Nullable String namespace;

  /** Called by picocli. */
  InputOptions() {}

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
