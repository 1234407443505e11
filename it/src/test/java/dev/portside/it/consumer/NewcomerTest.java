package dev.portside.it.consumer;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who follows the README gets what the README shows, and nothing else is needed. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewcomerTest {

  private static final Pattern SNIPPET = Pattern.compile("(?s)```java\\n(.*?)```");
  private static final Pattern SHOWN = Pattern.compile("(?s)```yaml\\n(.*?)```");
  private static final Pattern ON_MODULE_PATH = Pattern.compile("On the module path [^\\n]*");
  private static final Pattern MODULE = Pattern.compile("`(dev\\.portside\\.\\w+)`");
  private static final Pattern FLAG = Pattern.compile("`(--[^`]+)`");
  private static final Pattern TYPE = Pattern.compile("(?<![\\w.\"])[A-Z]\\w*(?=\\.)");
  private static final Pattern API = Pattern.compile("(?m)^(?:### (\\S+)|- `(\\w+)`)");

  private Path folder;
  private Maven maven;

  @BeforeAll
  void install(@TempDir Path temporary) throws Exception {
    folder = temporary;
    maven = new Maven(folder.resolve("repository"));
    Checkout.install(maven, folder.resolve("checkout"));
  }

  @ParameterizedTest
  @CsvSource({"OLDEST, false", "OLDEST, true", "NEWEST, false", "NEWEST, true"})
  void snippet_compilesAndPrintsWhatTheReadmeShows(Jdk.Choice choice, boolean modules)
      throws Exception {
    Optional<Jdk> found = Jdk.find(choice);
    assumeTrue(found.isPresent(), "no such JDK on this machine: " + choice.words());
    Jdk jdk = found.orElseThrow();
    ConsumerProject project =
        ConsumerProject.in(folder.resolve(jdk.feature() + (modules ? "-modules" : "")), maven);
    write(project.folder(), modules);

    List<Path> jars =
        project.jars(jdk.home(), "compile", "-Dmaven.compiler.release=" + jdk.feature());
    String printed =
        Maven.output(command(project, jars, jdk, modules), project.folder(), jdk.home());

    Matcher shown = SHOWN.matcher(Checkout.readme());
    assertThat(shown.find()).isTrue();
    assertThat(printed).startsWith("apiVersion: v1\nkind: Namespace\n");
    shown.group(1).lines().forEach(line -> assertThat(printed).contains("  " + line + "\n"));
  }

  /** Writes the README's first snippet as a program, whose imports are those of the API. */
  private static void write(Path project, boolean modules) throws IOException {
    Matcher snippet = SNIPPET.matcher(Checkout.readme());
    assertThat(snippet.find()).isTrue();
    Path sources = project.resolve(Path.of("src", "main", "java"));
    Files.createDirectories(sources.resolve("newcomer"));
    Files.writeString(
        sources.resolve(Path.of("newcomer", "Main.java")),
        """
        package newcomer;

        %s

        public class Main {
          public static void main(String[] args) {
        %s
          }
        }
        """
            .formatted(imports(snippet.group(1)), snippet.group(1)));
    if (modules) {
      String requires =
          MODULE
              .matcher(onModulePath())
              .results()
              .map(module -> "  requires " + module.group(1) + ";\n")
              .collect(Collectors.joining());
      assertThat(requires).isNotEmpty();
      Files.writeString(
          sources.resolve("module-info.java"), "module newcomer {\n" + requires + "}\n");
    }
  }

  private static String imports(String snippet) throws IOException {
    TreeSet<String> types =
        TYPE.matcher(snippet)
            .results()
            .map(MatchResult::group)
            .filter(type -> !type.equals("System"))
            .collect(Collectors.toCollection(TreeSet::new));
    String page = Files.readString(Path.of("..", "docs", "api.md"));
    List<String> imports = new ArrayList<>();
    String in = "";
    for (MatchResult line : API.matcher(page).results().toList()) {
      if (line.group(1) != null) {
        in = line.group(1);
      } else if (types.remove(line.group(2))) {
        imports.add("import " + in + "." + line.group(2) + ";");
      }
    }
    assertWithMessage("types of the snippet that docs/api.md does not list").that(types).isEmpty();
    return String.join("\n", imports);
  }

  private static String onModulePath() throws IOException {
    Matcher sentence = ON_MODULE_PATH.matcher(Checkout.readme());
    assertThat(sentence.find()).isTrue();
    return sentence.group();
  }

  private static List<String> command(
      ConsumerProject project, List<Path> jars, Jdk jdk, boolean modules) throws IOException {
    List<String> path = new ArrayList<>();
    path.add(project.folder().resolve(Path.of("target", "classes")).toString());
    jars.forEach(jar -> path.add(jar.toString()));
    List<String> command = new ArrayList<>();
    command.add(jdk.home().resolve(Path.of("bin", "java")).toString());
    command.add(modules ? "--module-path" : "--class-path");
    command.add(String.join(File.pathSeparator, path));
    if (modules) {
      Matcher flag = FLAG.matcher(onModulePath());
      assertThat(flag.find()).isTrue();
      command.addAll(List.of(flag.group(1).split(" ", -1)));
      command.add("--module");
      command.add("newcomer/newcomer.Main");
    } else {
      command.add("newcomer.Main");
    }
    return command;
  }
}
