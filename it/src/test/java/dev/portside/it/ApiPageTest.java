package dev.portside.it;

import static com.google.common.truth.Truth.assertWithMessage;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of the API is made of the classes and their Javadoc. */
class ApiPageTest {

  private static final Path PAGE = Path.of("..", "docs", "api.md");

  /** The folder of each module that has an API, and its artifact. */
  private static final Map<String, String> MODULES = new LinkedHashMap<>();

  static {
    MODULES.put("core", "portside-core");
    MODULES.put("pictures", "portside-pictures");
    MODULES.put("cluster", "portside-cluster");
    MODULES.put("dapr-dsl", "portside-dapr");
    MODULES.put("istio-dsl", "portside-istio");
    MODULES.put("kyma-dsl", "portside-kyma");
    MODULES.put("testing", "portside-testing");
  }

  private static final String HEAD =
      """
      # The API

      What users may lean on: every public type that does not carry `@Internal`, itself or on its \
      package. Nothing of an internal type shows in them; what is internal may change or go in any \
      release. `./mvnw test -Dportside.golden=write` writes this page anew.
      """;

  private static final Pattern SENTENCE = Pattern.compile("(?s)(.*?\\.)(?:\\s.*)?");
  private static final Pattern TAG =
      Pattern.compile("\\{@(?:code|link|linkplain|literal) #?([^\\s}]+(?: [^}]*)?)\\}");

  @Test
  void page_listsTheApi() throws IOException {
    String page = page();
    if ("write".equals(System.getProperty("portside.golden"))) {
      Files.writeString(PAGE, page);
    }
    assertWithMessage("docs/api.md is older than the API: -Dportside.golden=write writes it")
        .that(Files.readString(PAGE))
        .isEqualTo(page);
  }

  private static String page() throws IOException {
    Map<String, TreeSet<String>> types = new TreeMap<>();
    for (JavaClass type : ApiTest.CLASSES) {
      if (ApiTest.API.test(type) && type.isTopLevelClass()) {
        types
            .computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
            .add(type.getSimpleName());
      }
    }
    StringBuilder page = new StringBuilder(HEAD);
    for (Map.Entry<String, String> module : MODULES.entrySet()) {
      StringBuilder packages = new StringBuilder();
      for (String name : types.keySet()) {
        Path folder =
            Path.of("..", module.getKey(), "src", "main", "java").resolve(name.replace('.', '/'));
        if (Files.exists(folder.resolve("package-info.java"))) {
          addPackage(packages, name, folder, types.get(name));
        }
      }
      if (!packages.isEmpty()) {
        page.append("\n## ").append(module.getValue()).append('\n').append(packages);
      }
    }
    return page.toString();
  }

  private static void addPackage(
      StringBuilder page, String name, Path folder, Iterable<String> types) throws IOException {
    page.append("\n### ").append(name).append("\n\n");
    page.append(firstSentence(folder.resolve("package-info.java"), "package " + name));
    page.append("\n\n");
    for (String type : types) {
      String kind = "public [a-z -]*(?:class|interface|enum|record|@interface) " + type + "\\b";
      String sentence = firstSentence(folder.resolve(type + ".java"), kind);
      page.append("- `").append(type).append("`: ").append(sentence).append('\n');
    }
  }

  /** Returns the first sentence of the comment above a declaration. */
  private static String firstSentence(Path source, String declaration) throws IOException {
    Pattern commented =
        Pattern.compile("(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[^\\n]*\\n)*" + declaration);
    Matcher comment = commented.matcher(Files.readString(source));
    assertWithMessage("comment of %s", source).that(comment.find()).isTrue();
    String text = comment.group(1).replaceAll("\\n *\\* ?", "\n").strip();
    Matcher sentence = SENTENCE.matcher(text.replaceAll("\\s+", " "));
    assertWithMessage("sentence of %s", source).that(sentence.matches()).isTrue();
    return TAG.matcher(sentence.group(1)).replaceAll("`$1`");
  }
}
