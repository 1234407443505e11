package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cold process loads: a class that nobody needs is time that everybody waits. */
class StartupTest {

  private static final List<String> LEFT_OUT = List.of("/istio-model/");

  @TempDir private Path folder;

  @Test
  void check_loadsNeitherModelNorJson() throws Exception {
    String loaded = loaded("check", "-f", sample());
    assertThat(loaded).contains("dev.portside.check.Checker ");
    assertNone(loaded, "io.fabric8.", "com.fasterxml.jackson.", "org.yaml.snakeyaml.");
  }

  @Test
  void check_asJson_loadsNoModel() throws Exception {
    String loaded = loaded("check", "-o", "json", "-f", sample());
    assertThat(loaded).contains("dev.portside.report.JsonReport ");
    assertNone(loaded, "io.fabric8.", "com.fasterxml.jackson.databind.", "org.yaml.snakeyaml.");
  }

  @Test
  void flows_laysOutOnlyPictures() throws Exception {
    String sample = sample();
    String loaded = loaded("flows", "-f", sample);
    assertThat(loaded).contains("dev.portside.report.FlowText ");
    assertNone(loaded, "io.fabric8.", "org.eclipse.", "com.google.common.");
    assertThat(loaded("flows", "-f", sample, "-o", "svg")).contains("org.eclipse.elk.");
  }

  @Test
  void check_describesNoOtherCommand() throws Exception {
    String loaded = loaded("check", "-f", sample());
    assertNone(loaded, "dev.portside.cli.RulesCommand", "picocli.AutoComplete");
  }

  @Test
  void rules_loadNoReader() throws Exception {
    String loaded = loaded("rules");
    assertThat(loaded).contains("dev.portside.check.RuleInfo ");
    assertNone(loaded, "io.fabric8.", "com.fasterxml.jackson.", "org.snakeyaml.");
  }

  @Test
  void rehearsal_runsEveryReport() throws Exception {
    List<String> command = java(Rehearsal.class);
    String loaded = run(command);
    for (String report : List.of("Text", "Json", "Sarif", "Junit", "Github")) {
      assertThat(loaded).contains("dev.portside.report." + report + "Report ");
    }
    assertThat(loaded).contains("dev.portside.check.Finding$Builder ");
  }

  private static void assertNone(String loaded, String... prefixes) {
    for (String prefix : prefixes) {
      assertWithMessage("classes of %s", prefix)
          .that(loaded.lines().filter(line -> line.contains("] " + prefix)).toList())
          .isEmpty();
    }
  }

  private String sample() throws IOException {
    Path file = folder.resolve("sample.yaml");
    try (var in = Rehearsal.class.getResourceAsStream("rehearsal.yaml")) {
      Files.copy(in, file);
    }
    return file.toString();
  }

  private String loaded(String... args) throws Exception {
    List<String> command = java(Main.class);
    command.addAll(List.of(args));
    return run(command);
  }

  /** The class path without what the command's jar leaves out. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> LEFT_OUT.stream().noneMatch(entry::contains))
        .collect(joining(File.pathSeparator));
  }

  private static List<String> java(Class<?> main) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xlog:class+load",
            "-cp",
            classPath(),
            main.getName()));
  }

  private String run(List<String> command) throws Exception {
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor()).isLessThan(ExitCode.USAGE);
    String loaded = Files.readString(out);
    assertThat(loaded).doesNotContain("Exception in thread");
    return loaded;
  }
}
