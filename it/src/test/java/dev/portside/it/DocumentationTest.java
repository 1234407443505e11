package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages link to, and the paths, classes and tables they name, are there. */
class DocumentationTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)\\s]*)?\\)");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern PATH = Pattern.compile("(\\.?[\\w-]+)(/[\\w.-]+)+/?");
  private static final Pattern TEST = Pattern.compile("[A-Z]\\w*(Test|Properties)");
  private static final Pattern SCHEME = Pattern.compile("[a-z]+:.*");

  static List<Path> pages() throws IOException {
    Stream.Builder<Path> pages = Stream.builder();
    pages.add(ROOT.resolve("README.md")).add(ROOT.resolve("CONTRIBUTING.md"));
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).forEach(pages);
    }
    return pages.build().toList();
  }

  @Test
  void pages_areMany() throws IOException {
    assertThat(pages().size()).isGreaterThan(80);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void links_lead(Path page) throws IOException {
    Set<String> broken =
        LINK.matcher(Files.readString(page))
            .results()
            .map(link -> link.group(1))
            .filter(link -> !SCHEME.matcher(link).matches())
            .filter(link -> !Files.exists(page.resolveSibling(link)))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(broken).isEmpty();
  }

  /** The pages of rules name files of the products; the others name those of the checkout. */
  static List<Path> ownPages() throws IOException {
    return pages().stream().filter(page -> !page.getParent().endsWith("rules")).toList();
  }

  /** A path is what begins with a folder of the checkout; what a build makes is left out. */
  @ParameterizedTest
  @MethodSource("ownPages")
  void paths_exist(Path page) throws IOException {
    Set<String> missing =
        CODE.matcher(Files.readString(page))
            .results()
            .map(code -> code.group(1))
            .filter(DocumentationTest::isPath)
            .filter(path -> !Files.exists(ROOT.resolve(path)))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(missing).isEmpty();
  }

  private static boolean isPath(String code) {
    return PATH.matcher(code).matches()
        && !code.contains("/target/")
        && Files.isDirectory(ROOT.resolve(code.substring(0, code.indexOf('/'))));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void tests_exist(Path page) throws IOException {
    Set<String> known = names("/src/test/java/", ".java");
    Set<String> missing =
        CODE.matcher(Files.readString(page))
            .results()
            .map(code -> code.group(1))
            .filter(code -> TEST.matcher(code).matches())
            .filter(code -> !known.contains(code + ".java"))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(missing).isEmpty();
  }

  @Test
  void newRelease_namesEveryTable() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/new-release.md"));
    Set<String> tables = paths("/src/main/resources/", ".txt");
    tables.addAll(paths("/src/main/resources/", ".yaml"));

    assertThat(tables.size()).isAtLeast(30);
    for (String table : tables) {
      String below = table.substring(table.indexOf("/src/main/resources/") + 20);
      assertWithMessage("the page").that(page).containsMatch("`(\\S+/)?" + below + "`");
    }
  }

  private static Set<String> names(String folder, String end) throws IOException {
    return paths(folder, end).stream()
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .collect(Collectors.toSet());
  }

  /** Returns the files of all modules below such a folder of theirs. */
  private static Set<String> paths(String folder, String end) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.toList()) {
        Path below = Path.of(module + folder);
        if (Files.isDirectory(below)) {
          try (Stream<Path> files = Files.walk(below)) {
            files
                .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
                .filter(file -> file.endsWith(end))
                .forEach(found::add);
          }
        }
      }
    }
    return found;
  }
}
