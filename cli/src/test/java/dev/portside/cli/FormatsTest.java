package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

final class FormatsTest {

  /** All that could speak to whoever shows it: in values, names, keys. */
  private static final String HOSTILE =
      Samples.ORDERS
              .replace("namespace: shop", "namespace: \"s\\e[31m\\n::error::x\"")
              .replace("app-id: orders", "app-id: \"<b>&\\u202Eo\\r##[error]x\"")
              .replace("3500,50001,80", "3500,80,\\e]0;x\\a,]]>")
          + "    \"\\n::warning::key<>\\e\": 1\n    \"\\n::warning::key<>\\e\": 2\n"
          + "---\napiVersion: v1\nkind: \"K\\n::error::k\"\nmetadata: {name: [\u009b31m}\n"
          + "---\n- \u202e::error::\u200b\n---\n"
          + Samples.ORDERS
              .replace("namespace: shop", "namespace: \"a\\ud800b</script>\\u2028\\ufffe\"")
              .replace("app-id: orders", "app-id: \"##vso[x]\\udc00\\u009b31m\\0\\u0007\\x7f\\r\"");

  /** What a program that reads JSON gets of it, character for character. */
  private static final List<String> HOSTILE_TEXTS =
      List.of("s\u001b[31m\n::error::x", "a\ud800b</script>\u2028\ufffe");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static JsonNode json(String text, String format) throws IOException {
    return MAPPER.readTree(Cli.check(text, "-o", format).out());
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void json_hasTheShapeOfTheContract() throws IOException {
    JsonNode root = json(Samples.ORDERS, "json");
    JsonNode finding = root.get("findings").get(0);

    assertThat(names(root)).containsExactly("findings", "summary").inOrder();
    assertThat(names(finding))
        .containsExactly(
            "rule",
            "severity",
            "message",
            "why",
            "help",
            "resource",
            "field",
            "file",
            "line",
            "column",
            "edits",
            "assumed")
        .inOrder();
    assertThat(names(finding.get("resource")))
        .containsExactly("apiVersion", "kind", "namespace", "name")
        .inOrder();
    assertThat(names(finding.get("edits").get(0)))
        .containsExactly("op", "field", "value", "safe")
        .inOrder();
    assertThat(names(root.get("summary")))
        .containsExactly("error", "warning", "info", "suppressed", "resources")
        .inOrder();
    assertThat(root.get("summary").get("resources").isInt()).isTrue();
    assertThat(finding.get("line").isInt()).isTrue();
  }

  @Test
  void json_saysNothingHidden() throws IOException {
    for (String format : List.of("json", "sarif")) {
      String out = Cli.check(HOSTILE, "-o", format).out();

      assertThat(MAPPER.readTree(out).isObject()).isTrue();
      hasNothingHidden(out);
      assertThat(out).doesNotContainMatch("##\\[|##vso\\[|</script>|\u2028|[\ud800-\udfff]");
      for (String line : out.lines().toList()) {
        assertThat(line.strip()).doesNotContainMatch("^(::|##)");
      }
    }
  }

  @Test
  void json_saysWhatTheManifestSays() throws IOException {
    List<String> strings = new ArrayList<>();
    strings(json(HOSTILE, "json"), strings);
    for (String said : HOSTILE_TEXTS) {
      assertWithMessage(said).that(strings.stream().anyMatch(s -> s.contains(said))).isTrue();
    }
  }

  private static void strings(JsonNode node, List<String> strings) {
    if (node.isTextual()) {
      strings.add(node.textValue());
    }
    node.forEach(child -> strings(child, strings));
  }

  @Test
  void sarif_fitsItsSchema() throws IOException {
    try (InputStream schema =
        Objects.requireNonNull(
            FormatsTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
      var validator = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
      for (String text : List.of(Samples.CLEAN, Samples.ORDERS, Samples.BROKEN, HOSTILE)) {
        assertThat(validator.validate(json(text, "sarif"))).isEmpty();
      }
      assertThat(validator.validate(MAPPER.readTree("{\"version\": \"2.1.0\"}"))).isNotEmpty();
    }
  }

  @Test
  void sarif_fixesApplyToTheText() throws IOException {
    String[] texts = {Samples.ORDERS, Samples.ORDERS.replace("\n", "\r\n")};
    for (String text : texts) {
      int fixes = 0;
      for (JsonNode result : json(text, "sarif").get("runs").get(0).get("results")) {
        for (JsonNode fix : result.path("fixes")) {
          JsonNode change = fix.get("artifactChanges").get(0).get("replacements").get(0);
          String fixed = applied(text, change);
          String rule = result.get("ruleId").asText();
          int before = count(text, rule);
          assertThat(count(fixed, rule)).isEqualTo(before - 1);
          assertThat(fixed.replace("\r\n", "").contains("\r")).isFalse();
          fixes++;
        }
      }
      assertThat(fixes).isAtLeast(3);
    }
  }

  private static int count(String text, String rule) throws IOException {
    return json(text, "json").get("findings").findValuesAsText("rule").stream()
        .filter(rule::equals)
        .toList()
        .size();
  }

  private static String applied(String text, JsonNode change) {
    JsonNode region = change.get("deletedRegion");
    int start = offset(text, region.get("startLine").asInt(), region.get("startColumn").asInt());
    int end = offset(text, region.get("endLine").asInt(), region.get("endColumn").asInt());
    return text.substring(0, start)
        + change.get("insertedContent").get("text").asText()
        + text.substring(end);
  }

  private static int offset(String text, int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = text.indexOf('\n', start) + 1;
    }
    return start + column - 1;
  }

  @Test
  void junit_isWhatBuildServersRead() throws Exception {
    for (String text : List.of(Samples.CLEAN, Samples.ORDERS, Samples.BROKEN, HOSTILE)) {
      Element root = xml(Cli.check(text, "-o", "junit").out());
      NodeList cases = root.getElementsByTagName("testcase");
      int failures = root.getElementsByTagName("failure").getLength();

      assertThat(root.getTagName()).isEqualTo("testsuites");
      assertThat(root.getElementsByTagName("testsuite").getLength()).isEqualTo(1);
      assertThat(root.getAttribute("tests")).isEqualTo(Integer.toString(cases.getLength()));
      assertThat(root.getAttribute("failures")).isEqualTo(Integer.toString(failures));
      assertThat(cases.getLength()).isAtLeast(1);
      for (int i = 0; i < cases.getLength(); i++) {
        Element testCase = (Element) cases.item(i);
        assertThat(testCase.getAttribute("classname")).isNotEmpty();
        assertThat(testCase.getAttribute("name")).isNotEmpty();
      }
    }
  }

  @Test
  void junit_fitsItsSchema() throws Exception {
    Schema schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(FormatsTest.class.getResource("/schema/junit.xsd"));
    for (String text :
        List.of(Samples.CLEAN, Samples.INFO, Samples.ORDERS, Samples.BROKEN, HOSTILE)) {
      String out = Cli.check(text, "-o", "junit").out();
      validate(schema, out);
      hasNothingHidden(out);
      assertThrows(SAXException.class, () -> validate(schema, out.replaceFirst("tests=", "test=")));
    }
  }

  private static void validate(Schema schema, String xml) throws IOException, SAXException {
    schema.newValidator().validate(new StreamSource(new StringReader(xml)));
  }

  private static Element xml(String text) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
  }

  @Test
  void github_speaksOnlyItsOwnCommands() {
    String out = Cli.check(HOSTILE, "-o", "github").out();

    assertThat(out).isNotEmpty();
    for (String line : out.lines().toList()) {
      assertThat(line)
          .matches("::(error|warning|notice) (file=[^,:]*,line=\\d+,col=\\d+,)?title=.*");
    }
    hasNothingHidden(out);
  }

  /** What is wrong with a rendered text is to be mended in its template. */
  @Test
  void rendered_namesItsTemplate() {
    String rendered = "---\n# Source: shop/templates/a.yaml\napiVersion: v1\nkind: [\n";
    for (String format : List.of("json", "sarif", "junit", "github")) {
      assertThat(Cli.check(rendered, "-o", format).out()).contains("(from shop/templates/a.yaml)");
      assertThat(Cli.check(Samples.BROKEN, "-o", format).out()).doesNotContain("(from");
    }
    assertThat(Cli.check(rendered).out()).contains("= from: shop/templates/a.yaml\n");
    assertThat(Cli.check(rendered).out()).doesNotContain("(from");
  }

  @Test
  void formats_sayAll() throws IOException {
    JsonNode finding = json(Samples.ORDERS, "json").get("findings").get(0);
    String assumed = finding.get("assumed").get(0).asText();
    String sentences =
        "%s. Why: %s. Help: %s. Assumed: "
            .formatted(
                finding.get("message").asText(),
                finding.get("why").asText(),
                finding.get("help").asText());

    assertThat(Cli.check(Samples.ORDERS, "-o", "github").out()).contains(sentences + assumed);
    assertThat(
            json(Samples.ORDERS, "sarif")
                .get("runs")
                .get(0)
                .get("results")
                .get(0)
                .get("message")
                .get("text")
                .asText())
        .contains(sentences + assumed);
    assertThat(Cli.check(Samples.ORDERS, "-o", "junit").out()).contains("\nassumed: " + assumed);
  }

  @Test
  void junit_countsOneResource() {
    assertThat(Cli.check(Samples.CLEAN, "-o", "junit").out()).contains("\"1 resource is clean\"");
    String two = Samples.CLEAN + "---\n" + Samples.CLEAN.replace("settings", "others");
    assertThat(Cli.check(two, "-o", "junit").out()).contains("\"2 resources are clean\"");
  }

  @Test
  void text_saysNothingHidden() {
    String out = Cli.check(HOSTILE).out();

    assertThat(out).contains("\\u001b");
    for (String line : out.lines().toList()) {
      assertThat(line).doesNotContainMatch("^\\s*::|##\\[");
    }
    hasNothingHidden(out);
  }

  @Test
  void text_showsTheCharacterThatEndsALine() {
    String out = Cli.check(Samples.CLEAN + "data:  \u000b\r\n").out();

    assertThat(out).contains("5 | data:  \\u000b\n  |        ^\n");
  }

  @Test
  void text_showsWhatIsAroundTheCaretOfALongLine() {
    String pod =
        "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"a\", \"labels\": {%s},"
            + " \"annotations\": {\"dapr.io/enabled\": \"true\", \"dapr.io/app-id\": \"a\","
            + " \"dapr.io/app-port\": \"99999\"}}, \"spec\": {\"containers\": [{\"name\": \"%s\"}]}}";
    String much = "\"x\": \"%s\"".formatted("\uD83D\uDE00\u202e".repeat(1_500));
    String[] texts = {
      pod.formatted(much, "n".repeat(9_000)), pod.formatted("\"x\": \"y\"", "n".repeat(9_000))
    };
    for (String text : texts) {
      List<String> lines = Cli.check(text).out().lines().toList();
      int at = lines.indexOf(lines.stream().filter(l -> l.endsWith("^")).findFirst().orElseThrow());
      String source = lines.get(at - 1);
      int caret = lines.get(at).indexOf('^');

      assertThat(source.substring(caret)).startsWith("\"annotations\": {\"dapr");
      assertThat(source).endsWith("…");
      assertThat(source).contains(text.length() > 10_000 ? "| …" : "…");
      assertThat(source.length()).isAtMost(125);
    }
  }

  private static void hasNothingHidden(String out) {
    assertThat(out).doesNotContainMatch("[\\p{Cntrl}&&[^\n]]|\\p{Cf}|[\u0080-\u009f]");
  }
}
