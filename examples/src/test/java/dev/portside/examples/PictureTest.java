package dev.portside.examples;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.Portside;
import dev.portside.manifest.Manifests;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Flows;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Tri;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The pictures of the recipes, as text. */
class PictureTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "pictures");

  /** Arrows of the page's picture, from its labels, and what each stands for in the set of 2020. */
  private static final Map<String, String> ARROWS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("Node <-> daprd", "nodeapp daprd -> app loopback 3000, 3500, 50001"),
              Map.entry("Python <-> daprd", "pythonapp daprd -> app loopback 3500, 50001"),
              Map.entry(
                  "Nodeapp daprd <-> Dapr control-plane",
                  "nodeapp daprd -> ControlPlane protected 80"),
              Map.entry(
                  "Pythonapp daprd <-> Dapr control-plane",
                  "pythonapp daprd -> ControlPlane protected 80"),
              Map.entry("Node <-> istio-proxy", "gateway -> app captured 3000"),
              Map.entry("istio-proxy <-> Node service", "gateway -> app captured 3000"),
              Map.entry("Istio service-mesh -> Node service", "gateway -> app captured 3000"),
              Map.entry("Istio Gateway -> Istio service-mesh", "gateway -> app captured 3000"),
              Map.entry("Actor -> Istio Gateway", "none: the client is outside the cluster"),
              Map.entry(
                  "Python <-> istio-proxy", "none: pythonapp has no Service and dials only daprd"),
              Map.entry(
                  "Dapr control-plane <-> Dapr Redis service",
                  "none: it is the sidecars that dial Redis")));

  /** Style and script, which are the same whatever is drawn. */
  private static final Pattern SAME = Pattern.compile("(?s)<(style|script)>(.*?)</\\1>");

  private static final Pattern HASH = Pattern.compile("'sha256-([^']*)'");

  private static void golden(String name, String picture) throws IOException {
    Path file = GOLDEN.resolve(name);
    String decided = HASH.matcher(SAME.matcher(picture).replaceAll("<$1/>")).replaceAll("'sha256'");
    if ("write".equals(System.getProperty("portside.golden"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, decided);
    }
    assertWithMessage("%s; -Dportside.golden=write writes it anew", name)
        .that(decided)
        .isEqualTo(Files.readString(file));
  }

  @Test
  void mermaid_ofBothRecipes() throws IOException {
    golden("2020.mmd", Pictures.mermaid(Recipe.of2020()));
    golden("today.mmd", Pictures.mermaid(Recipe.today()));
  }

  @Test
  void svg_ofBothRecipes() throws IOException {
    golden("2020.svg", Pictures.svg(Recipe.of2020()));
    golden("today.svg", Pictures.svg(Recipe.today()));
  }

  @Test
  void html_ofBothRecipes() throws IOException {
    golden("2020.html", Pictures.html(Recipe.of2020()));
    golden("today.html", Pictures.html(Recipe.today()));
  }

  @Test
  void html_allowsItsOwnStyleAndScriptOnly() throws Exception {
    String page = Pictures.html(Recipe.today());
    List<String> hashes = new ArrayList<>();
    for (MatchResult part : SAME.matcher(page).results().toList()) {
      byte[] text = part.group(2).getBytes(StandardCharsets.UTF_8);
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(text);
      hashes.add(Base64.getEncoder().encodeToString(sum));
    }

    assertThat(hashes).hasSize(2);
    assertThat(HASH.matcher(page).results().map(hash -> hash.group(1)).toList()).isEqualTo(hashes);
  }

  @Test
  void svg_isXml() throws Exception {
    for (Manifests set : new Manifests[] {Recipe.of2020(), Recipe.today(), Pictures.apps(30)}) {
      Document svg = xml(Pictures.svg(set));

      assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
      assertThat(svg.getDocumentElement().getAttribute("role")).isEqualTo("img");
      assertThat(svg.getElementsByTagName("desc").getLength()).isEqualTo(1);
      assertThat(svg.getElementsByTagName("text").getLength()).isGreaterThan(10);
    }
  }

  private static Document xml(String text) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    builder.setErrorHandler(null);
    return builder.parse(new InputSource(new StringReader(text)));
  }

  @Test
  void folded_beyondTwelve() {
    assertThat(Pictures.mermaid(Pictures.apps(11))).contains("Deployment/shop/app10");
    String folded = Pictures.mermaid(Pictures.apps(30));
    assertThat(folded).contains("30 workloads in shop");
    assertThat(folded).contains("and 27 more");
    assertThat(Pattern.compile("subgraph ").matcher(folded).results().count()).isEqualTo(2);
  }

  @Test
  void page_ofThePagesSet_drawsItsArrows() {
    Flows flows = Portside.traffic(Recipe.of2020()).flows();
    assertThat(ARROWS).hasSize(11);
    ARROWS.forEach(
        (arrow, stands) -> {
          switch (arrow) {
            case "Node <-> daprd" ->
                assertThat(ports(loopback(flows.from("nodeapp")))).isEqualTo("3000 3500 50001");
            case "Python <-> daprd" ->
                assertThat(ports(loopback(flows.from("pythonapp")))).isEqualTo("3500 50001");
            case "Nodeapp daprd <-> Dapr control-plane" -> controlPlane(flows.from("nodeapp"));
            case "Pythonapp daprd <-> Dapr control-plane" -> controlPlane(flows.from("pythonapp"));
            case "Actor -> Istio Gateway" -> assertThat(flows.to("istio-ingressgateway")).isEmpty();
            case "Python <-> istio-proxy" -> {
              assertThat(flows.of("pythonapp").stream().filter(PictureTest::isProxied).toList())
                  .isEmpty();
            }
            case "Dapr control-plane <-> Dapr Redis service" -> {
              assertThat(flows.from("dapr-api")).isEmpty();
              assertThat(flows.to("redis-master").from("nodeapp")).hasSize(1);
              assertThat(flows.to("redis-master").from("pythonapp")).hasSize(1);
            }
            default -> {
              assertThat(stands).startsWith("gateway");
              Flows route = flows.from("istio-ingressgateway").to("nodeapp");
              assertThat(ports(route)).isEqualTo("3000");
              assertThat(isProxied(route.get(0))).isTrue();
            }
          }
        });
  }

  private static void controlPlane(Flows flows) {
    assertThat(ports(flows.to("dapr-api"))).isEqualTo("80");
    assertThat(ports(flows.to("dapr-sentry"))).isEqualTo("80");
    assertThat(ports(flows.to("dapr-placement"))).isEqualTo("80");
  }

  private static boolean isProxied(Flow flow) {
    return !flow.outcome().isInPod()
        && flow.server().captured() == Tri.YES
        && flow.server().use().process().equals("app");
  }

  private static Flows loopback(Flows flows) {
    return flows.ending(Outcome.Result.LOOPBACK);
  }

  private static String ports(Flows flows) {
    return String.join(
        " ",
        flows.stream()
            .map(flow -> flow.meeting().wire().port())
            .sorted()
            .map(String::valueOf)
            .toList());
  }
}
