package dev.portside.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs what users run, and prints nothing: a Java runtime that archives the classes of this run
 * starts the command in a fraction of the time.
 */
final class Rehearsal {

  private static final String[] FORMATS = {"text", "json", "sarif", "junit", "github"};

  private Rehearsal() {}

  /** Runs the commands. */
  public static void main(String[] args) throws IOException {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    byte[] manifests = manifests();
    Main.run(nowhere, nowhere, "rules");
    System.setIn(new ByteArrayInputStream(manifests));
    Main.run(nowhere, nowhere, "check", "-f", "-");
    Path file = Files.createTempFile("portside", ".yaml");
    try {
      Files.write(file, manifests);
      for (String format : FORMATS) {
        Main.run(nowhere, nowhere, "check", "-f", file.toString(), "-o", format);
      }
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] manifests() throws IOException {
    try (InputStream in = Rehearsal.class.getResourceAsStream("rehearsal.yaml")) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }
}
