package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root, in a checkout whose command only says how it was called. */
final class LauncherTest {

  private static final Path SCRIPT = Path.of("..", "portside");
  private static final Path SHELL = Path.of("/bin/sh");
  private static final List<String> TOOLS = List.of("dirname", "readlink", "tr", "mv", "rm");

  private static final String MAIN =
      """
      package dev.portside.cli;

      class Main {
        public static void main(String[] args) {
          boolean archived = java.lang.management.ManagementFactory.getRuntimeMXBean()
              .getInputArguments().stream().anyMatch(a -> a.startsWith("-XX:SharedArchiveFile="));
          System.out.println((archived ? "with archive " : "without archive ") + String.join("|", args));
          System.exit(args.length);
        }
      }
      """;

  private static final String REHEARSAL =
      """
      package dev.portside.cli;

      class Rehearsal {
        public static void main(String[] args) {
          System.out.println("nobody reads this");
          System.err.println("nor this");
        }
      }
      """;

  /** What a run left behind. */
  private record Run(int code, String out, String err) {}

  @TempDir private static Path built;
  @TempDir private Path folder;
  private Path home;
  private Path jar;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeAll
  static void stub() throws IOException {
    assumeTrue(Files.isExecutable(SHELL), "there is no /bin/sh here, which the launcher needs");
    List<String> sources = new ArrayList<>();
    for (Map.Entry<String, String> each : Map.of("Main", MAIN, "Rehearsal", REHEARSAL).entrySet()) {
      Path source = built.resolve(each.getKey() + ".java");
      Files.writeString(source, each.getValue());
      sources.add(source.toString());
    }
    sources.addAll(List.of("-d", built.toString()));
    int failed =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, sources.toArray(String[]::new));
    assertThat(failed).isEqualTo(0);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "dev.portside.cli.Main");
    try (OutputStream out = Files.newOutputStream(built.resolve("portside.jar"));
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      for (String name : List.of("Main", "Rehearsal")) {
        String entry = "dev/portside/cli/" + name + ".class";
        jar.putNextEntry(new JarEntry(entry));
        jar.write(Files.readAllBytes(built.resolve(entry)));
        jar.closeEntry();
      }
    }
  }

  @BeforeEach
  void checkout() throws IOException {
    home = Files.createDirectories(folder.resolve("a checkout"));
    jar = home.resolve("cli/target/portside.jar");
    Files.createDirectories(jar.getParent());
    Files.copy(built.resolve("portside.jar"), jar);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
    Files.copy(SCRIPT, home.resolve("portside"));
    assertThat(home.resolve("portside").toFile().setExecutable(true)).isTrue();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  @Test
  void firstRun_makesTheArchive_andTheNextOneUsesIt() throws Exception {
    Run first = run(home.resolve("portside"), "check", "a b", "", "*\"$x");

    assertThat(first).isEqualTo(new Run(4, "without archive check|a b||*\"$x\n", ""));
    assertThat(archives()).hasSize(1);
    assertThat(archives().get(0).toString()).endsWith(".jsa");

    FileTime made = Files.getLastModifiedTime(archives().get(0));
    assertThat(run(home.resolve("portside"), "rules"))
        .isEqualTo(new Run(1, "with archive rules\n", ""));
    assertThat(Files.getLastModifiedTime(archives().get(0))).isEqualTo(made);
  }

  @Test
  void archiveOlderThanTheJar_isMadeAnew() throws Exception {
    run(home.resolve("portside"));
    Path archive = archives().get(0);
    Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minusSeconds(3_600)));

    assertThat(run(home.resolve("portside"))).isEqualTo(new Run(0, "without archive \n", ""));
    assertThat(archives()).containsExactly(archive);
    assertThat(Files.getLastModifiedTime(archive)).isGreaterThan(Files.getLastModifiedTime(jar));
  }

  @Test
  void archiveThatIsNone_isNoMatter() throws Exception {
    run(home.resolve("portside"));
    Path archive = archives().get(0);
    byte[][] contents = {
      "garbage".getBytes(StandardCharsets.UTF_8), new byte[0], new byte[100_000]
    };
    for (byte[] content : contents) {
      Files.write(archive, content);
      assertThat(run(home.resolve("portside"), "x")).isEqualTo(new Run(1, "with archive x\n", ""));
    }
  }

  @Test
  void archiveOfAnotherJar_isNoMatter() throws Exception {
    run(home.resolve("portside"));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(7_200)));

    assertThat(run(home.resolve("portside"), "x")).isEqualTo(new Run(1, "with archive x\n", ""));
  }

  @Test
  void links_leadToTheCheckout() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin dir"));
    Path absolute = Files.createSymbolicLink(bin.resolve("ps"), home.resolve("portside"));
    Path relative = Files.createSymbolicLink(folder.resolve("link"), Path.of("bin dir", "ps"));

    assertThat(run(absolute, "a").out()).isEqualTo("without archive a\n");
    assertThat(run(relative, "b").out()).isEqualTo("with archive b\n");
    assertThat(archives()).hasSize(1);
  }

  @Test
  void java_missing() throws Exception {
    environment.remove("JAVA_HOME");
    environment.put("PATH", tools().toString());
    Run run = run(home.resolve("portside"), "check");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo("portside: no java found; set JAVA_HOME or PATH to a JDK 17 or newer\n");
  }

  @Test
  void java_ofThePath_whereJavaHomeHoldsNone() throws Exception {
    Path tools = tools();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path link = Files.createSymbolicLink(tools.resolve("java"), java);
    environment.put("JAVA_HOME", folder.toString());
    environment.put("PATH", tools.toString());
    Run run = run(home.resolve("portside"), "x");
    Files.delete(link);

    assertThat(run).isEqualTo(new Run(1, "without archive x\n", ""));
    assertThat(archives()).hasSize(1);
  }

  @Test
  void jar_missing_isBuilt() throws Exception {
    Files.delete(jar);
    script(
        home.resolve("mvnw"),
        "echo \"$@\"; cp '%s' cli/target/portside.jar".formatted(built.resolve("portside.jar")));

    assertThat(run(home.resolve("portside"), "x"))
        .isEqualTo(new Run(1, "without archive x\n", "-q -DskipTests package -pl cli -am\n"));
  }

  @Test
  void jar_missing_andNotBuilt() throws Exception {
    Files.delete(jar);
    script(home.resolve("mvnw"), "echo broken >&2; exit 1");

    assertThat(run(home.resolve("portside"), "x")).isEqualTo(new Run(2, "", "broken\n"));
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Returns a directory with all that the script calls, except for Java. */
  private Path tools() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : TOOLS) {
      Path found =
          Stream.of("/usr/bin", "/bin")
              .map(bin -> Path.of(bin, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      script(tools.resolve(tool), "exec %s \"$@\"".formatted(found));
    }
    return tools;
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(jar.getParent())) {
      return files.filter(file -> !file.equals(jar)).toList();
    }
  }

  private Run run(Path command, String... args) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(SHELL.toString(), command.toString()));
    line.addAll(List.of(args));
    Path out = Files.createTempFile(folder, "run", ".out");
    Path err = Files.createTempFile(folder, "run", ".err");
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    builder.environment().keySet().removeAll(List.of("JAVA_HOME", "JAVA_TOOL_OPTIONS"));
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
