package dev.portside.examples;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.Portside;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprApp;
import dev.portside.dapr.DaprComponent;
import dev.portside.dapr.DaprRuntime;
import dev.portside.dapr.SecretKey;
import dev.portside.istio.IstioNamespace;
import dev.portside.istio.IstioPortCapture;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.yaml.Input;
import dev.portside.yaml.YamlReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecipeTest {

  private static final String OUTBOUND = "traffic.sidecar.istio.io/excludeOutboundPorts";
  private static final String INBOUND = "traffic.sidecar.istio.io/excludeInboundPorts";

  private static List<Object> documents(String name, String yaml) {
    return YamlReader.read(Input.of(name, yaml)).stream()
        .<Object>map(document -> document.root().toJava())
        .toList();
  }

  private static List<Object> documents(Stream<Resource> resources) {
    return resources.<Object>map(resource -> resource.tree().toJava()).toList();
  }

  private static List<String> lists(Manifests manifests, String key) {
    return manifests.workloads().stream().map(workload -> workload.annotation(key)).toList();
  }

  private static List<String> ids(Findings findings) {
    return findings.stream().map(finding -> finding.rule().id()).distinct().sorted().toList();
  }

  @Test
  void of2020_isThePagesManifest() throws IOException {
    Path page = Shared.file("seed/test-app.yaml");

    assertThat(documents(Recipe.of2020().resources().stream().limit(5)))
        .isEqualTo(documents(page.toString(), Files.readString(page)));
  }

  /**
   * The page expands the password where it stands; here the Secret is copied when it is applied.
   */
  @Test
  void of2020_endsWithThePagesComponents() {
    String components =
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
          namespace: dapr-demo
          annotations: {portside.dev/secret-from: dapr-redis/redis}
        spec:
          type: state.redis
          metadata:
          - {name: redisHost, value: "redis-master.dapr-redis:6379"}
          - {name: redisPassword, secretKeyRef: {name: redis, key: redis-password}}
        ---
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: messagebus
          namespace: dapr-demo
          annotations: {portside.dev/secret-from: dapr-redis/redis}
        spec:
          type: pubsub.redis
          metadata:
          - {name: redisHost, value: "redis-master.dapr-redis:6379"}
          - {name: redisPassword, secretKeyRef: {name: redis, key: redis-password}}
        """;

    assertThat(documents(Recipe.of2020().resources().stream().skip(5)))
        .isEqualTo(documents("components", components));
  }

  @Test
  void outsideTheMesh_isThePagesManifest() throws IOException {
    Path page = Shared.file("seed/dapr-ns.yaml");

    assertThat(documents(Recipe.outsideTheMesh().resources().stream()))
        .isEqualTo(documents(page.toString(), Files.readString(page)));
  }

  @Test
  void today_excludesPerDirection() {
    assertThat(lists(Recipe.today(), OUTBOUND))
        .containsExactly("443,50002,50005,50006,6379", "443,50002,50005,50006,6379");
    assertThat(lists(Recipe.today(), INBOUND)).containsExactly("50002", "50002");
  }

  @Test
  void today_needsNothingForTheStart() {
    assertThat(lists(Recipe.today(), "proxy.istio.io/config")).containsExactly(null, null);
  }

  @Test
  void keptHttps_holdsWhereSidecarsAreClassic() {
    Platform platform = Platform.today();
    Platform classic =
        platform.with(IstioMesh.SECTION, platform.get(IstioMesh.SECTION).withNativeSidecars(false));
    IstioPortCapture step = IstioPortCapture.excludingDapr().keepingHttpsCaptured();

    assertThat(annotation(platform, step, "proxy.istio.io/config")).isNull();
    assertThat(annotation(classic, step, OUTBOUND)).isEqualTo("50002,50005,50006");
    assertThat(annotation(classic, step, "proxy.istio.io/config"))
        .isEqualTo("holdApplicationUntilProxyStarts: true\n");
    assertThat(annotation(classic, IstioPortCapture.excludingDapr(), "proxy.istio.io/config"))
        .isNull();
  }

  private static String annotation(Platform platform, IstioPortCapture step, String key) {
    Manifests manifests =
        Manifests.in("demo")
            .on(platform)
            .add(IstioNamespace.injected("demo"), DaprApp.named("a").image("a:1").build())
            .with(step)
            .build();
    return manifests.workloads().get(0).annotation(key);
  }

  @Test
  void of2020_followsWhatTheSetHolds() {
    Platform platform = Platform.profile("kyma-2020");
    DaprApp app = DaprApp.named("a").image("a:1").build();

    assertThat(of2020(platform, app, null)).isEqualTo("80,3500,50001,50002");
    assertThat(of2020(platform, app, redis("redis:6380"))).isEqualTo("80,3500,50001,50002,6380");
    assertThat(of2020(platform, app, redis("redis"))).isEqualTo("80,3500,50001,50002,6379");
  }

  @Test
  void of2020_followsTheInternalPortWhereDaprReadsIt() {
    Platform platform = Platform.profile("kyma-2020");
    Platform newer =
        platform.with(DaprRuntime.SECTION, platform.get(DaprRuntime.SECTION).withVersion("1.18"));
    DaprApp app = DaprApp.named("a").image("a:1").sidecarPorts(p -> p.internalGrpc(50055)).build();

    assertThat(of2020(newer, app, null)).isEqualTo("443,3500,50001,50055");
  }

  private static String of2020(Platform platform, DaprApp app, DaprComponent component) {
    Manifests.Builder builder = Manifests.in("demo").on(platform).add(app);
    if (component != null) {
      builder.add(component);
    }
    Workload workload = builder.with(IstioPortCapture.excludingDapr()).build().workloads().get(0);
    assertThat(workload.annotation(INBOUND)).isEqualTo(workload.annotation(OUTBOUND));
    return workload.annotation(OUTBOUND);
  }

  private static DaprComponent redis(String host) {
    return DaprComponent.redisState("s")
        .host(host)
        .passwordFrom(SecretKey.of("redis", "password"))
        .build();
  }

  @Test
  void bothSets_areCleanOnTheirPlatform() {
    for (Manifests manifests : List.of(Recipe.today(), Recipe.of2020())) {
      Findings findings = Portside.check(manifests);

      assertThat(findings.errors()).isEmpty();
      assertThat(findings.warnings()).isEmpty();
    }
  }

  @Test
  void of2020_isToldWhatTodayWants() {
    Findings findings = Portside.check(Recipe.of2020().on(Platform.today()));

    assertThat(ids(findings))
        .containsExactly(
            "dapr-annotation-legacy",
            "dapr-resource-invalid",
            "istio-capture-without-sidecar",
            "kyma-apirule-version-removed",
            "kyma-methods-not-enforced",
            "kyma-workload-without-sidecar");
    assertThat(findings.of("dapr-annotation-legacy")).hasSize(3);
    assertThat(findings.of("dapr-resource-invalid").stream().map(Finding::message).toList())
        .containsExactly("spec has no version", "spec has no version");
    assertThat(findings.of("istio-capture-without-sidecar")).hasSize(2);
  }

  @Test
  void of2020_injectedToday_isToldOfEveryPort() {
    Platform today = Platform.today();
    Platform injecting =
        today.with(IstioMesh.SECTION, today.get(IstioMesh.SECTION).withInjectionByDefault(true));
    Findings findings = Portside.check(Recipe.of2020().on(injecting));

    assertThat(findings.of("dapr-port-captured-outbound").stream().map(Finding::message).toList())
        .contains(
            "Istio captures outbound port 50005 (dapr-placement), which Dapr encrypts itself with"
                + " dapr-mtls");
    assertThat(ids(findings)).contains("exclusion-unneeded");
  }

  @Test
  void edits_repairWithoutNewFindings() {
    Platform today = Platform.today();
    Platform injecting =
        today.with(IstioMesh.SECTION, today.get(IstioMesh.SECTION).withInjectionByDefault(true));
    for (Platform platform : List.of(today, injecting)) {
      Manifests old = Recipe.of2020().on(platform);
      Findings before = Portside.check(old);
      for (Finding finding : before) {
        List<String> after =
            Portside.check(old.with(finding.edits())).stream().map(Finding::toString).toList();
        List<String> known = before.stream().map(Finding::toString).toList();

        assertThat(known).containsAtLeastElementsIn(after);
        if (!finding.edits().isEmpty()) {
          assertWithMessage("repaired").that(after).doesNotContain(finding.toString());
        }
      }
    }
  }

  @Test
  void main_printsPureYamlAndATable() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream oldOut = System.out;
    PrintStream oldErr = System.err;
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      Recipe.main(new String[] {"2020"});
    } finally {
      System.setOut(oldOut);
      System.setErr(oldErr);
    }

    assertThat(documents("stdout", out.toString(StandardCharsets.UTF_8)))
        .isEqualTo(documents(Recipe.of2020().resources().stream()));
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("excludeOutboundPorts lists 80");
  }

  @Test
  void infos_nameTheSuperstition() {
    List<Finding> infos = Portside.check(Recipe.of2020()).of(Severity.INFO);

    assertThat(infos.stream().map(Finding::message).distinct().toList())
        .containsExactly(
            "80, 6379 are excluded inbound, where Dapr never uses them",
            "3500, 50001 are excluded outbound, where Dapr never uses them",
            "handler allow lets every method through, not only GET");
  }
}
