package dev.portside.cli;

import dev.portside.Portside;
import dev.portside.manifest.ManifestReader;
import dev.portside.platform.Platform;
import dev.portside.platform.PlatformFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What {@code --platform} and the setting of that name take: a file, or a profile. */
final class PlatformOption {

  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

  /** There is no such file, or no such profile; whoever gave the name says where. */
  static final class NoneException extends Exception {
    private static final long serialVersionUID = 1;

    private NoneException(String message) {
      super(message);
    }
  }

  private PlatformOption() {}

  /**
   * Returns the platform of that name.
   *
   * @param folder where a file is named from
   * @throws UsageException if there is such a file, and it is wrong
   */
  static Platform read(Path folder, String name) throws NoneException {
    Path file = file(folder, name);
    if (Files.isRegularFile(file)) {
      try {
        return PlatformFile.read(file, PlatformOption::use);
      } catch (IllegalArgumentException e) {
        throw new UsageException(String.valueOf(e.getMessage()));
      }
    }
    if (isPath(name)) {
      throw new NoneException(
          "\"%s\": %s"
              .formatted(name, Files.exists(file) ? "it is not a file" : "there is no such file"));
    }
    try {
      return Platform.profile(name);
    } catch (IllegalArgumentException e) {
      throw new NoneException(String.valueOf(e.getMessage()));
    }
  }

  private static Path file(Path folder, String name) throws NoneException {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new NoneException("\"%s\": it is not a file name".formatted(name));
    }
  }

  private static boolean isPath(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return name.indexOf('/') >= 0
        || name.indexOf('\\') >= 0
        || ENDINGS.stream().anyMatch(lower::endsWith);
  }

  /** Meshes read some settings only when they look at a set; an empty one is enough. */
  private static void use(Platform platform) {
    Portside.traffic(new ManifestReader("default").manifests(platform));
  }
}
