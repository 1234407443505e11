package dev.portside.dapr;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The reference material that may lie beside the checkout. */
public final class Shared {

  private Shared() {}

  /** Returns a file or folder of it; the test that asks is skipped, saying so, where it is not. */
  public static Path file(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared").resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    assumeTrue(false, "no shared/" + name + " beside the checkout: not compared with it");
    throw new IllegalStateException();
  }
}
