package dev.portside.it.consumer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Runs the checkout's Maven on projects outside the reactor. What it installs or downloads goes to
 * a local repository of its own; what the reactor's has is taken from there.
 */
final class Maven {

  private static final int MINUTES = 10;

  /** What a Maven around this one set for itself. */
  private static final List<String> NOT_INHERITED = List.of("MAVEN_ARGS", "MAVEN_BASEDIR");

  private final Path repository;

  Maven(Path repository) {
    this.repository = repository;
  }

  Path repository() {
    return repository;
  }

  /** The local repository of the Maven that runs this test, as Surefire tells it. */
  static Path outerRepository() {
    Path home = Path.of(System.getProperty("user.home"), ".m2", "repository");
    return Path.of(System.getProperty("localRepository", home.toString()));
  }

  /** Runs goals on the project in a folder, with the Java of that home. */
  void run(Path project, Path javaHome, String... goals) throws IOException, InterruptedException {
    boolean windows = File.separatorChar == '\\';
    List<String> command = new ArrayList<>();
    command.add(Path.of("..", windows ? "mvnw.cmd" : "mvnw").toRealPath().toString());
    command.addAll(List.of("-B", "-ntp", "-q"));
    command.add("-Dmaven.repo.local=" + repository);
    command.add("-Dmaven.repo.local.tail=" + outerRepository());
    command.addAll(List.of(goals));
    String said = output(command, project, javaHome).strip();
    if (!said.isEmpty()) {
      System.out.println(said);
    }
  }

  /** Returns what a command says on both streams, and fails when the command fails. */
  static String output(List<String> command, Path folder, Path javaHome)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("portside-consumer", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("JAVA_HOME", javaHome.toString());
      builder.environment().keySet().removeAll(NOT_INHERITED);
      Process process = builder.start();
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      String said = Files.readString(log);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(
            String.format(
                Locale.ROOT,
                "%s%n%s in %s with %s:%n%s",
                ended ? "exit code " + process.exitValue() : "no end after minutes: " + MINUTES,
                String.join(" ", command),
                folder,
                javaHome,
                said));
      }
      return said;
    } finally {
      Files.delete(log);
    }
  }
}
