package dev.portside.it.consumer;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a project outside the reactor gets that adds core and the three libraries by the BOM. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumerTest {

  private static final Path EXPECTED = Path.of("src", "test", "resources", "consumer", "tree.txt");

  /** With room for a megabyte of tables; a library more would hardly fit. */
  private static final double MEGABYTES = 22;

  private static final Pattern ARTIFACT = Pattern.compile("[\\w.-]+:([\\w.-]+):jar:([\\w.-]+)");

  private static final Pattern OWN_VERSION = Pattern.compile("(dev\\.portside:[\\w-]+:jar:)[^:]+");

  private final List<String> tree = new ArrayList<>();
  private final Map<Path, Poms> jars = new HashMap<>();
  private Path repository;

  @BeforeAll
  void resolve(@TempDir Path folder) throws Exception {
    Maven maven = new Maven(folder.resolve("repository"));
    Checkout.install(maven, folder.resolve("checkout"));
    ConsumerProject consumer = ConsumerProject.in(folder.resolve("consumer"), maven);
    Path javaHome = Path.of(System.getProperty("java.home"));
    repository = maven.repository();
    Path text = folder.resolve("tree.txt");
    String goal = ConsumerProject.DEPENDENCY_PLUGIN + "tree";
    for (Path jar : consumer.jars(javaHome, goal, "-Dscope=runtime", "-DoutputFile=" + text)) {
      jars.put(jar, Poms.of(jar, List.of(repository, Maven.outerRepository())));
    }
    tree.addAll(Files.readAllLines(text));
  }

  /** A licence is written beside each line, so that another one shows as well. */
  @Test
  void tree_isTheList() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : tree.subList(1, tree.size())) {
      String shown = OWN_VERSION.matcher(line).replaceFirst("$1VERSION");
      lines.add(shown + " (" + poms(line).licences() + ")");
    }
    if ("write".equals(System.getProperty("portside.golden"))) {
      Files.createDirectories(EXPECTED.getParent());
      Files.write(EXPECTED, lines);
    }
    assertWithMessage("%s: -Dportside.golden=write writes it", EXPECTED)
        .that(lines)
        .containsExactlyElementsIn(Files.readAllLines(EXPECTED))
        .inOrder();
  }

  private Poms poms(String line) {
    Matcher artifact = ARTIFACT.matcher(line);
    assertThat(artifact.find()).isTrue();
    String jar = artifact.group(1) + "-" + artifact.group(2) + ".jar";
    return jars.entrySet().stream()
        .filter(entry -> entry.getKey().endsWith(jar))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("on no class path: " + line));
  }

  @Test
  void classPath_isTheTree() {
    assertThat(jars).hasSize(tree.size() - 1);
    // Not those of a Portside that was installed on this machine some day.
    assertThat(
            jars.keySet().stream()
                .filter(jar -> jar.toString().contains("portside-"))
                .filter(jar -> jar.startsWith(repository))
                .toList())
        .hasSize(4);
  }

  @Test
  void licences_areNoneOfEclipse() {
    jars.forEach(
        (jar, poms) -> {
          assertWithMessage(jar.toString()).that(poms.licences()).isNotEqualTo("no licence");
          assertWithMessage(jar.toString())
              .that(poms.licences())
              .doesNotContainMatch("(?i)eclipse|EPL");
        });
  }

  /** A range lets what a consumer gets depend on the day, and each build look the newest up. */
  @Test
  void versions_areFixed() {
    jars.forEach(
        (jar, poms) ->
            assertWithMessage(jar.toString())
                .that(
                    poms.askedVersions().stream()
                        .filter(asked -> asked.matches(".* [\\[(].*|.*,.*"))
                        .toList())
                .isEmpty());
  }

  @Test
  void size_isBounded() throws IOException {
    long bytes = 0;
    for (Path jar : jars.keySet()) {
      bytes += Files.size(jar);
    }
    double megabytes = bytes / 1024.0 / 1024.0;
    System.out.printf(Locale.ROOT, "A consumer gets %d jars, %.1f MB%n", jars.size(), megabytes);
    assertThat(megabytes).isAtMost(MEGABYTES);
  }
}
