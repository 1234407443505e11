package dev.portside.dapr;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.dapr.schema.DaprSchema;
import dev.portside.dapr.spec.Access;
import dev.portside.dapr.spec.CircuitBreaker;
import dev.portside.dapr.spec.Metrics;
import dev.portside.dapr.spec.ResiliencyTarget;
import dev.portside.dapr.spec.RetryPolicy;
import dev.portside.dapr.spec.SecretScope;
import dev.portside.dapr.spec.Tracing;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Part;
import dev.portside.manifest.Resource;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.platform.Platform;
import dev.portside.platform.Version;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DaprResourcesTest {

  private static final Set<String> BUILT =
      Set.of("Component", "Configuration", "Subscription", "Resiliency", "HTTPEndpoint");

  private static Platform dapr(String version) {
    Platform today = Platform.today();
    return today.with(DaprRuntime.SECTION, today.get(DaprRuntime.SECTION).withVersion(version));
  }

  private static Manifests set(String version, Part... parts) {
    return Manifests.in("shop").on(dapr(version)).add(parts).build();
  }

  private static String message(Executable call) {
    return assertThrows(RuntimeException.class, call).getMessage();
  }

  /** Nothing that the definitions have can be missing from the builders. */
  @Test
  void builders_haveEveryField() throws IOException {
    Set<String> written = new TreeSet<>();
    for (Resource resource : set("1.19", FullObjects.all().toArray(new Part[0])).resources()) {
      String version = resource.ref().apiVersion();
      paths(resource.kind() + version, resource.tree(), written);
    }
    Set<String> defined = new TreeSet<>();
    try (Stream<Path> files = Files.list(Shared.file("crds/dapr"))) {
      for (Path file : files.toList()) {
        defined(file, defined);
      }
    }
    assertThat(defined.size()).isAtLeast(150);
    defined.removeIf(path -> covered(path, written));

    assertThat(defined).isEmpty();
  }

  /** What a builder calls metrics stands under metric for the releases that know no other name. */
  private static boolean covered(String path, Set<String> written) {
    String named = path.replace(".spec.metric.", ".spec.metrics.");
    String own = named.endsWith(".spec.metric") ? named + "s" : named;
    return written.contains(own);
  }

  private static void defined(Path file, Set<String> defined) throws IOException {
    for (Document document : YamlReader.read(Input.of("crd", Files.readString(file)))) {
      Mapping spec = ((Mapping) document.root()).mapping("spec");
      String kind = String.valueOf(spec.mapping("names").text("kind"));
      for (Tree version : spec.sequence("versions")) {
        Mapping schema = ((Mapping) version).mapping("schema").mapping("openAPIV3Schema");
        if (BUILT.contains(kind)) {
          String name = kind + spec.text("group") + "/" + ((Mapping) version).text("name");
          schema(name, schema, defined);
        }
      }
    }
  }

  private static void schema(String path, Mapping schema, Set<String> defined) {
    Mapping items = schema.mapping("items");
    Mapping values = schema.mapping("additionalProperties");
    if (!items.isEmpty()) {
      schema(path, items, defined);
    } else if (!values.isEmpty()) {
      schema(path + ".*", values, defined);
    }
    Mapping properties = schema.mapping("properties");
    for (String name : properties.keys()) {
      defined.add(path + "." + name);
      schema(path + "." + name, properties.mapping(name), defined);
    }
  }

  private static void paths(String path, Tree tree, Set<String> written) {
    if (tree instanceof Mapping mapping) {
      for (String key : mapping.keys()) {
        written.add(path + "." + key);
        paths(path + "." + key, mapping.get(key), written);
        // A key of the user's own stands for any.
        paths(path + ".*", mapping.get(key), written);
      }
    } else if (tree instanceof Sequence sequence) {
      sequence.forEach(item -> paths(path, item, written));
    }
  }

  @Test
  void builders_makeWhatTheApiServerTakes() {
    DaprSchema schema = DaprSchema.at(Version.of("1.19"));
    for (Resource resource : set("1.19", FullObjects.all().toArray(new Part[0])).resources()) {
      assertWithMessage(resource.toString()).that(schema.violations(resource.tree())).isEmpty();
    }
  }

  @Test
  void configuration_yaml() {
    DaprConfiguration configuration =
        DaprConfiguration.named("tracing")
            .tracing(Tracing.sampling(1).zipkin("http://zipkin:9411/api/v2/spans"))
            .metrics(Metrics.enabled(false))
            .build();

    assertThat(set("1.18.3", configuration).toYaml())
        .isEqualTo(
            """
            apiVersion: dapr.io/v1alpha1
            kind: Configuration
            metadata:
              name: tracing
              namespace: shop
            spec:
              tracing:
                samplingRate: "1"
                zipkin:
                  endpointAddress: http://zipkin:9411/api/v2/spans
              metrics:
                enabled: false
            """);
    assertThat(set("1.9", configuration).toYaml()).contains("\n  metric:\n");
  }

  @Test
  void customized_addsWhatNoBuilderKnows() {
    DaprConfiguration configuration =
        DaprConfiguration.named("c")
            .feature("HotReload", true)
            .customized(c -> c.editMetadata().addToLabels("team", "shop").endMetadata())
            .build();
    Mapping tree = set("1.18.3", configuration).resources().get(0).tree();

    assertThat(tree.mapping("metadata").mapping("labels").text("team")).isEqualTo("shop");
    assertThat(tree.mapping("spec").sequence("features").size()).isEqualTo(1);
  }

  @Test
  void newerThanThePlatform() {
    DaprResiliency resiliency = DaprResiliency.named("r").build();

    UnsupportedOnPlatformException refused =
        assertThrows(UnsupportedOnPlatformException.class, () -> set("1.6", resiliency));
    assertThat(refused).hasMessageThat().contains("Dapr 1.6 has no kind Resiliency");
  }

  @Test
  void wrongValue_failsAtTheCall() {
    assertThat(message(() -> Tracing.sampling(1.5))).contains("must be 0 to 1");
    assertThat(message(() -> RetryPolicy.constant(Duration.ofSeconds(1)).httpStatus("5xx")))
        .contains("status codes \"5xx\"");
    assertThat(message(() -> CircuitBreaker.of(" "))).contains("must not be blank");
    assertThat(message(() -> DaprHttpEndpoint.named("e", "api.example.com")))
        .contains("must be http://host");
    assertThat(message(() -> DaprSubscription.named("s", "", "t"))).contains("pub/sub name");
    ResiliencyTarget breaker = ResiliencyTarget.of().circuitBreaker("c");
    assertThat(message(() -> DaprResiliency.named("r").actor("A", breaker)))
        .isEqualTo("actor A: a breaker needs a scope");
  }

  @Test
  void wrongTogether_failsInBuild() {
    assertThat(message(() -> DaprSubscription.named("s", "b", "t").build())).contains("a route");
    assertThat(
            message(() -> DaprSubscription.named("s", "b", "t").rule("m", "/p").v1alpha1().build()))
        .contains("v1alpha1 has no rules; v1alpha1 has one route");
    assertThat(
            message(
                () ->
                    DaprResiliency.named("r")
                        .app("a", ResiliencyTarget.of().retry("no").timeout("never"))
                        .outbound("s", ResiliencyTarget.of().circuitBreaker("c"))
                        .build()))
        .isEqualTo(
            "DaprResiliency r: no policy \"no\" among its retries;"
                + " no policy \"never\" among its timeouts; no policy \"c\" among its"
                + " circuitBreakers");
    assertThat(
            message(
                () ->
                    DaprConfiguration.named("c")
                        .secretScope(SecretScope.of("k", Access.ALLOW))
                        .secretScope(SecretScope.of("k", Access.DENY))
                        .build()))
        .contains("secret store \"k\"");
    assertThat(
            message(
                () ->
                    DaprHttpEndpoint.named("e", "https://e.example.com")
                        .renegotiation(DaprHttpEndpoint.Renegotiation.ONCE)
                        .build()))
        .contains("needs a root CA");
  }

  @Test
  void values_areNotToldByToString() {
    List<String> texts = FullObjects.all().stream().map(Object::toString).toList();

    assertThat(String.join("\n", texts)).doesNotContain("PEM");
  }
}
