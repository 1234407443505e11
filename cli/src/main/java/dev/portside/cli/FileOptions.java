package dev.portside.cli;

import dev.portside.manifest.ManifestFiles;
import dev.portside.manifest.ManifestReader;
import dev.portside.manifest.ManifestReader.Origin;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Names;
import dev.portside.platform.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** Which files to read: files, directories, standard input. */
final class FileOptions {

  private final Option<List<String>> paths;
  private final Option<Boolean> recursive;
  private final Option<String> namespace;

  FileOptions(CommandSpec command) {
    paths =
        Option.many(
            command,
            String.class,
            OptionSpec.builder("-f", "--filename")
                .paramLabel("PATH")
                .converters((ITypeConverter<String>) FileOptions::path)
                .description(
                    "a file, a directory, or - for standard input; repeatable (default: the working"
                        + " directory)"));
    recursive =
        Option.flag(
            command,
            OptionSpec.builder("-R", "--recursive")
                .description("read the directories of a directory too"));
    namespace =
        Option.one(
            command,
            String.class,
            OptionSpec.builder("-n", "--namespace")
                .paramLabel("NAMESPACE")
                .converters((ITypeConverter<String>) FileOptions::namespace)
                .description(
                    "the namespace of resources that name none (default: default, and the context's"
                        + " where they are applied); with check --cluster, the one to report on"
                        + " (default: the context's)"));
  }

  /** An empty path, as of a variable that is not set, would be the working directory. */
  private static String path(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("\"%s\" does not name a file".formatted(text));
    }
    return text;
  }

  private static String namespace(String text) {
    try {
      return Names.label("namespace", text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }

  /** Returns whether files are named, rather than those of the working directory. */
  boolean isGiven() {
    return paths.isGiven() || recursive.isGiven();
  }

  /** Returns the namespace that an option names, or null. */
  @Nullable String namespace() {
    return namespace.value();
  }

  Manifests read(Platform platform, ProjectSettings settings) {
    return read(platform, settings, "default");
  }

  /**
   * Reads them.
   *
   * @param otherwise the namespace of resources that name none, unless an option or a setting does
   */
  Manifests read(Platform platform, ProjectSettings settings, String otherwise) {
    ManifestReader reader = reader(settings, otherwise);
    for (String path : paths.or(List.of("."))) {
      if (path.equals("-")) {
        standardInput(reader);
      } else {
        ManifestFiles.read(reader, Path.of(path), recursive.or(false));
      }
    }
    return reader.manifests(platform);
  }

  /** Reads one file or directory with all below it. */
  Manifests read(Path path, Platform platform, ProjectSettings settings) {
    ManifestReader reader = reader(settings, "default");
    ManifestFiles.read(reader, path, true);
    return reader.manifests(platform);
  }

  private ManifestReader reader(ProjectSettings settings, String otherwise) {
    String own = namespace.isGiven() ? namespace.value() : settings.namespace();
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
