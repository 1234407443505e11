package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.Portside;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.cluster.PortsideCluster;
import dev.portside.dapr.DaprApp;
import dev.portside.dapr.DaprComponent;
import dev.portside.dapr.SecretKey;
import dev.portside.istio.IstioNamespace;
import dev.portside.istio.IstioPortCapture;
import dev.portside.kyma.KymaApiRule;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's code is compiled and run here; a test holds that the two are the same. */
class ReadmeTest {

  private static final Pattern REGION =
      Pattern.compile("(?s)// region (\\w+)\\n(.*?)\\n *// endregion");
  private static final Pattern BLOCK = Pattern.compile("(?s)```java\\n(.*?)\\n```");

  private static final Pattern VERSION =
      Pattern.compile("<artifactId>portside-parent</artifactId>\\s*<version>([^<]+)</version>");

  private static void recipe() {
    // region recipe
    var statestore =
        DaprComponent.redisState("statestore")
            .host("redis-master.dapr-redis:6379")
            .passwordFrom(SecretKey.of("redis", "redis-password"))
            .build();

    var nodeapp =
        DaprApp.named("nodeapp")
            .image("dapriosamples/hello-k8s-node:0.8.0")
            .appPort(3000)
            .service(3000)
            .build();

    var manifests =
        Manifests.in("dapr-demo")
            .add(IstioNamespace.injected("dapr-demo"))
            .add(statestore, nodeapp)
            .add(KymaApiRule.exposing(nodeapp).host("nodeapp").get("/*").build())
            .with(IstioPortCapture.excludingDapr())
            .build();

    Portside.check(manifests).throwIfErrors();
    System.out.print(manifests.toYaml());
    // endregion
  }

  private static Findings existing(List<HasMetadata> objects) {
    // region existing
    List<HasMetadata> excluded = IstioPortCapture.excludingDapr().applyTo(objects);
    Findings findings = Portside.check(excluded, Platform.today());
    // endregion
    return findings;
  }

  private static void files() {
    // region files
    Manifests manifests = Portside.read(Path.of("k8s"));
    for (Finding finding : Portside.check(manifests)) {
      System.out.println(finding);
    }
    // endregion
  }

  /** Compiled only: the testing module applies the recipe to a real control plane. */
  static void applied(KubernetesClient client, Manifests manifests) {
    // region applied
    PortsideCluster.applier(client).apply(manifests).await(Duration.ofMinutes(5));
    // endregion
  }

  private static String printed(Runnable snippet) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = System.out;
    try {
      System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      snippet.run();
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("..", "README.md"));
  }

  @Test
  void blocks_areTheRegionsOfThisClass() throws IOException {
    String source =
        Files.readString(
            Path.of("src", "test", "java", "dev", "portside", "it", "ReadmeTest.java"));
    List<String> regions =
        REGION.matcher(source).results().map(region -> region.group(2).stripIndent()).toList();
    List<String> blocks = BLOCK.matcher(readme()).results().map(block -> block.group(1)).toList();

    assertThat(blocks).isNotEmpty();
    assertThat(regions).containsExactlyElementsIn(blocks).inOrder();
  }

  @Test
  void recipe_printsWhatTheReadmeShows() throws IOException {
    String yaml = printed(ReadmeTest::recipe);
    Matcher shown = Pattern.compile("(?s)```yaml\\n(.*?)```").matcher(readme());

    assertThat(shown.find()).isTrue();
    shown.group(1).lines().forEach(line -> assertThat(yaml).contains(line));
  }

  @Test
  void files_printsWhatIsMissing() {
    assertThat(printed(ReadmeTest::files)).contains("k8s: error: it cannot be read");
  }

  @Test
  void existing_isExcludedAndClean() {
    List<HasMetadata> objects =
        Manifests.in("shop")
            .add(IstioNamespace.injected("shop"))
            .add(DaprApp.named("orders").image("orders:1").build())
            .build()
            .fabric8();

    assertThat(existing(objects).all()).isEmpty();
  }

  /** A project that has them is built by {@code NewcomerTest}. */
  @Test
  void coordinates_areThoseOfThisBuildForBothTools() throws IOException {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    Matcher version = VERSION.matcher(pom);
    assertThat(version.find()).isTrue();
    List<String> maven = parts("(?s)```xml\\n(.*?)```", "<artifactId>([^<]+)");
    List<String> gradle = parts("(?s)```kotlin\\n(.*?)```", "dev\\.portside:([\\w-]+)");

    assertThat(maven).contains("portside-bom");
    assertThat(gradle).containsExactlyElementsIn(maven).inOrder();
    assertThat(parts("(?s)```xml\\n(.*?)```", "<version>([^<]+)"))
        .containsExactly(version.group(1));
    assertThat(parts("(?s)```kotlin\\n(.*?)```", "portside-bom:([^\"]+)"))
        .containsExactly(version.group(1));
  }

  private static List<String> parts(String block, String part) throws IOException {
    Matcher text = Pattern.compile(block).matcher(readme());
    assertThat(text.find()).isTrue();
    return Pattern.compile(part)
        .matcher(text.group(1))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void links_leadSomewhere() throws IOException {
    Pattern.compile("\\]\\(([^)#:]+)\\)")
        .matcher(readme())
        .results()
        .forEach(link -> assertThat(Files.exists(Path.of("..", link.group(1)))).isTrue());
  }
}
