package dev.portside.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files of the repository, and of what may lie beside it. */
public final class Beside {

  private Beside() {}

  /**
   * Returns the file or folder of that name in the nearest folder above the module's that has it.
   */
  public static Optional<Path> file(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve(name);
      if (Files.exists(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }
}
