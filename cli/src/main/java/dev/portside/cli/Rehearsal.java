package dev.portside.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;

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
    Main.run(nowhere, nowhere, "rules");
    for (String format : FORMATS) {
      System.setIn(new ByteArrayInputStream(manifests()));
      Main.run(nowhere, nowhere, "check", "-f", "-", "-o", format);
    }
  }

  private static byte[] manifests() throws IOException {
    try (InputStream in = Rehearsal.class.getResourceAsStream("rehearsal.yaml")) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }
}
