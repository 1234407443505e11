package dev.portside.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the command in this process, or in one of its own where the working directory matters. */
final class Cli {

  /** What a run left behind. */
  record Result(int code, String out, String err) {}

  private Cli() {}

  static Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Result(code, out.toString(), err.toString());
  }

  static Result runWithInput(String text, String... args) {
    return runWithInput(text.getBytes(StandardCharsets.UTF_8), args);
  }

  static Result runWithInput(byte[] bytes, String... args) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(bytes));
    try {
      return run(args);
    } finally {
      System.setIn(before);
    }
  }

  /** Checks a text that comes from standard input. */
  static Result check(String text, String... options) {
    List<String> args = new ArrayList<>(List.of("check", "-f", "-"));
    args.addAll(List.of(options));
    return runWithInput(text, args.toArray(String[]::new));
  }

  static Result runIn(Path directory, Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    Path err = Files.createTempFile("portside", ".err");
    try {
      Process process =
          process(directory, environment, List.of(args)).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), out, Files.readString(err));
    } finally {
      Files.delete(err);
    }
  }

  /** Returns what starts the command in a process of its own. */
  static ProcessBuilder process(
      Path directory, Map<String, String> environment, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    return builder;
  }
}
