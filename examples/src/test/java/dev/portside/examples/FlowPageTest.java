package dev.portside.examples;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.Portside;
import dev.portside.manifest.Manifests;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Flows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page and the chart in a real browser. */
class FlowPageTest {

  private static final String SHOWN =
      "return [...document.querySelectorAll('#flows tbody tr')].filter(r => !r.hidden).length";
  private static final String LINES =
      "return [...document.querySelectorAll('.drawing .edge')]"
          + ".filter(e => !e.classList.contains('off')).length";
  private static final String AXE =
      "const done = arguments[arguments.length - 1];"
          + "axe.run(document, {resultTypes: ['violations']}).then("
          + "r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | '))),"
          + "e => done(['axe: ' + e]))";
  private static final String CHART =
      "const [text, done] = [arguments[0], arguments[arguments.length - 1]];"
          + "mermaid.initialize({startOnLoad: false});"
          + "mermaid.parse(text).then(() => mermaid.render('chart', text)).then("
          + "r => { document.body.innerHTML = r.svg; done(document.body.textContent); },"
          + "e => done('failed: ' + e))";

  private static final String MERMAID =
      "/META-INF/resources/webjars/mermaid/11.14.0/dist/mermaid.min.js";

  /** What must stay text: HTML, script, Mermaid's syntax and Markdown, terminal codes. */
  private static final List<String> HOSTILE =
      List.of(
          "</title></script><script>window.hit=1</script>",
          "<img src=x onerror=window.hit=1>",
          "a\"]; click b0 href javascript:window.hit=1",
          "x\"|--> end %%{init: {}}%% #quot; `**bold**`",
          "1. list",
          "{style} ${window.hit=1} $1",
          "\u001b[31mred\u202egnp");

  private static Browser browser;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() {
    browser = Browser.start();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private static void open(Manifests manifests) throws IOException {
    browser.open(Files.writeString(folder.resolve("flows.html"), Pictures.html(manifests)));
  }

  private static void assertAccessible() throws IOException {
    browser.run(Browser.resource("/axe.min.js"));
    assertThat((List<?>) browser.wait(AXE)).isEmpty();
  }

  private static Manifests hostile() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < HOSTILE.size(); i++) {
      String name = escaped(HOSTILE.get(i));
      text.append(
          """
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: "%s", namespace: shop}
          spec:
            selector: {matchLabels: {app: a%d}}
            template:
              metadata:
                labels: {app: a%d}
                annotations: {dapr.io/enabled: "true", dapr.io/app-id: "%s", dapr.io/app-port: "80"}
              spec: {containers: [{name: "%s", image: a}]}
          ---
          apiVersion: dapr.io/v1alpha1
          kind: Component
          metadata: {name: "%s", namespace: shop}
          spec:
            type: state.redis
            version: v1
            metadata:
              - {name: redisHost, value: "redis%d.data:6379"}
              - {name: redisPassword, value: PLANTED}
          ---
          """
              .formatted(name, i, i, name, name, name, i));
    }
    return Portside.read(Files.writeString(folder.resolve("hostile.yaml"), text));
  }

  /** YAML itself takes no control characters as they are. */
  private static String escaped(String name) {
    return name.replace("\"", "\\\"").replace("\u001b", "\\e").replace("\u202e", "\\u202e");
  }

  @Test
  void page_opensWithoutRequestOrError() throws IOException {
    for (Manifests set : List.of(Recipe.of2020(), Recipe.today(), Pictures.apps(11))) {
      open(set);

      assertThat(browser.requests()).isEqualTo(1);
      assertThat(browser.console()).isEmpty();
    }
  }

  @Test
  void page_isAccessible_lightAndDark() throws IOException {
    for (boolean dark : new boolean[] {false, true}) {
      browser.dark(dark);
      for (Manifests set : List.of(Recipe.of2020(), Pictures.apps(11), hostile())) {
        open(set);
        assertAccessible();
      }
    }
    browser.dark(false);
  }

  @Test
  void filters() throws IOException {
    Flows flows = Portside.traffic(Recipe.of2020()).flows();
    open(Recipe.of2020());
    assertThat(browser.run(SHOWN)).isEqualTo(count(flows, flow -> true));
    long lines = (Long) browser.run(LINES);

    WebElement workload = browser.driver.findElement(By.id("workload"));
    workload.sendKeys("PYTHON");
    assertThat(browser.run(SHOWN)).isEqualTo(count(flows, flow -> isOf("pythonapp", flow)));
    assertThat((Long) browser.run(LINES)).isLessThan(lines);
    workload.sendKeys("nobody");
    assertThat(browser.run(SHOWN)).isEqualTo(0L);
    assertThat(browser.run(LINES)).isEqualTo(0L);

    browser.driver.findElement(By.cssSelector("[type=reset]")).click();
    browser.wait("setTimeout(arguments[0], 50)");
    assertThat(browser.run(LINES)).isEqualTo(lines);

    browser.driver.findElement(By.cssSelector("[value=loopback]")).click();
    assertThat(browser.run(SHOWN)).isEqualTo(count(flows, flow -> !isLoopback(flow)));
    browser.driver.findElement(By.cssSelector("option[value=dapr-mtls]")).click();
    assertThat(browser.run(SHOWN))
        .isEqualTo(count(flows, f -> !isLoopback(f) && f.outcome().layers().contains("dapr-mtls")));
    browser.driver.findElement(By.cssSelector("option[value='-']")).click();
    assertThat(browser.run(SHOWN))
        .isEqualTo(count(flows, f -> !isLoopback(f) && f.outcome().layers().isEmpty()));
    assertThat(browser.console()).isEmpty();
  }

  private static long count(Flows flows, Predicate<Flow> shown) {
    return flows.stream().filter(shown).count();
  }

  private static boolean isLoopback(Flow flow) {
    return flow.outcome().isInPod();
  }

  private static boolean isOf(String name, Flow flow) {
    return Stream.concat(flow.clients().stream(), flow.servers().stream())
        .anyMatch(party -> party.toString().contains(name));
  }

  @Test
  void keyboard_tellsWhatDecides() throws IOException {
    open(Recipe.of2020());
    WebElement detail = browser.driver.findElement(By.id("detail"));
    browser.run("document.querySelector('.drawing').focus()");
    browser.driver.switchTo().activeElement().sendKeys(Keys.TAB);

    assertThat(browser.run("return document.activeElement.matches('.edge')")).isEqualTo(true);
    browser.run("document.querySelector('.drawing .edge.plaintext').focus()");
    assertThat(detail.getText()).contains("redis-master");
    assertThat(detail.getText()).contains("traffic.sidecar.istio.io/excludeOutboundPorts");
    browser.driver.switchTo().activeElement().sendKeys(Keys.ESCAPE);
    assertThat(detail.getText()).startsWith("Point at a line");
  }

  @Test
  void hostileNames_areShownInThePage() throws IOException {
    open(hostile());
    String text = (String) browser.run("return document.body.textContent");

    assertThat(browser.run("return window.hit")).isNull();
    assertThat(browser.requests()).isEqualTo(1);
    assertThat(browser.console()).isEmpty();
    for (String name : HOSTILE.subList(0, HOSTILE.size() - 1)) {
      assertThat(text).contains("Deployment/shop/" + name);
      assertThat(text).contains("Component " + name);
    }
    assertThat(text).contains("\\u001b[31mred\\u202egnp");
    assertThat(text).doesNotContain("PLANTED");
  }

  @Test
  void chart_isParsedAndDrawn() throws IOException {
    for (Manifests set : List.of(Recipe.of2020(), Recipe.today(), Pictures.apps(11))) {
      String text = chart(set);

      assertThat(text).doesNotContain("failed: ");
      assertThat(text).contains("istio-proxy");
    }
  }

  @Test
  void hostileNames_areShownInTheChart() throws IOException {
    String text = chart(hostile());

    assertThat(browser.run("return window.hit")).isNull();
    assertThat(text).doesNotContain("Unsupported markdown");
    for (String name : HOSTILE.subList(0, HOSTILE.size() - 1)) {
      assertWithMessage("drawn").that(text).contains("Deployment/shop/" + name);
    }
  }

  private static String chart(Manifests manifests) throws IOException {
    Path library = folder.resolve("mermaid.js");
    if (Files.notExists(library)) {
      Files.writeString(library, Browser.resource(MERMAID));
    }
    String page = "<!DOCTYPE html><meta charset=utf-8><body><script src=mermaid.js></script>";
    browser.open(Files.writeString(folder.resolve("chart.html"), page));
    return (String) browser.wait(CHART, Pictures.mermaid(manifests));
  }

  @Test
  void manyWorkloads_openAtOnce() throws IOException {
    String page = Pictures.html(Pictures.apps(2000));
    long start = System.nanoTime();
    browser.open(Files.writeString(folder.resolve("many.html"), page));

    assertThat(browser.run("return document.readyState")).isEqualTo("complete");
    assertWithMessage("bytes").that(page.length()).isLessThan(1_000_000);
    assertWithMessage("seconds").that((System.nanoTime() - start) / 1e9).isLessThan(10);
  }
}
