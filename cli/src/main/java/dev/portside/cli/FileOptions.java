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

/** Which files to read: files, directories, standard input. */
final class FileOptions {

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
          "the namespace of resources that name none (default: default, and the context's where they"
              + " are applied); with check --cluster, the one to report on (default: the context's)")
  private @Nullable String namespace;

  /** Called by picocli. */
  FileOptions() {}

  /** Returns whether files are named, rather than those of the working directory. */
  boolean isGiven() {
    return !paths.isEmpty() || recursive;
  }

  /** Returns the namespace that an option names, or null. */
  @Nullable String namespace() {
    return namespace;
  }

  Manifests read(Platform platform, Settings settings) {
    return read(platform, settings, "default");
  }

  /**
   * Reads them.
   *
   * @param otherwise the namespace of resources that name none, unless an option or a setting does
   */
  Manifests read(Platform platform, Settings settings, String otherwise) {
    ManifestReader reader = reader(settings, otherwise);
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

  /** Reads one file or directory with all below it. */
  Manifests read(Path path, Platform platform, Settings settings) {
    ManifestReader reader = reader(settings, "default");
    ManifestFiles.read(reader, path, true);
    return reader.manifests(platform);
  }

  private ManifestReader reader(Settings settings, String otherwise) {
    String own = namespace == null ? settings.namespace() : namespace;
    return new ManifestReader(own == null ? otherwise : own);
  }

  private static void standardInput(ManifestReader reader) {
    try {
      reader.read("-", "-", System.in.readAllBytes(), Origin.NAMED);
    } catch (IOException e) {
      reader.unreadable("-", "it cannot be read: " + e.getMessage());
    }
  }
}
