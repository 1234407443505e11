package dev.portside.dapr;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.platform.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DaprAppSettingsTest {

  /** What no builder writes: it goes on a component, or has a successor that is written instead. */
  private static final Set<String> NOT_WRITTEN =
      Set.of("app-ssl", "component-container", "http-max-request-size", "http-read-buffer-size");

  private static DaprAppBuilder app() {
    return DaprApp.named("orders").image("orders:1");
  }

  private static DaprApp everything() {
    return app()
        .appPort(3000)
        .appProtocol(AppProtocol.GRPCS)
        .appChannel(c -> c.address("127.0.0.1").maxConcurrency(10).tokenSecret("app-token"))
        .sidecar(s -> s.apiTokenSecret("api-token"))
        .appChannel(
            c ->
                c.healthCheck(true)
                    .healthPath("/ready")
                    .healthInterval(Duration.ofSeconds(10))
                    .healthTimeout(Duration.ofMillis(700))
                    .healthThreshold(2)
                    .bindingOptionsTimeout(Duration.ofMillis(1500))
                    .skippedInitEndpoints(InitEndpoint.CONFIG, InitEndpoint.SUBSCRIBE))
        .sidecarPorts(
            p ->
                p.internalGrpc(50055)
                    .grpc(50010)
                    .metrics(9091)
                    .announcedMetrics(true)
                    .listenAddresses("[::1]", "127.0.0.1")
                    .unixDomainSocketPath("/var/sockets")
                    .profiling(true)
                    .debug(true)
                    .debug(40001))
        .configuration("tracing")
        .controlPlane(
            c ->
                c.placement("placement.dapr-system.svc:50005")
                    .scheduler("scheduler.dapr-system.svc:443")
                    .disseminateTimeout(Duration.ofMinutes(1))
                    .jwtAudiences("one", "two"))
        .sidecar(
            s ->
                s.image("daprd:1")
                    .cpuRequest("100m")
                    .cpuLimit("1")
                    .memoryRequest("64Mi")
                    .memoryLimit("128Mi")
                    .seccompProfile(SeccompProfile.RUNTIME_DEFAULT)
                    .livenessProbe(
                        p ->
                            p.delay(Duration.ofSeconds(3))
                                .timeout(Duration.ofSeconds(4))
                                .period(Duration.ofSeconds(5))
                                .threshold(6))
                    .readinessProbe(
                        p ->
                            p.delay(Duration.ofSeconds(7))
                                .timeout(Duration.ofSeconds(8))
                                .period(Duration.ofSeconds(9))
                                .threshold(10))
                    .env("A", "1")
                    .env("B", "2,3")
                    .envFromSecret("C", SecretKey.of("secret", "key"))
                    .volumeMount("data", "/data")
                    .volumeMountReadWrite("cache", "/cache")
                    .logLevel(LogLevel.WARN)
                    .logAsJson(true)
                    .apiLogging(false)
                    .gracefulShutdown(Duration.ofSeconds(30))
                    .blockedShutdown(Duration.ofSeconds(5))
                    .maxBodySize("16Mi")
                    .readBufferSize("8Ki")
                    .noKubernetesSecretStore()
                    .nativeSidecar(true)
                    .pluggableComponents("comp", "other")
                    .pluggableComponentsFolder("/sockets")
                    .injectedComponents(true)
                    .serviceAnnotation("example.com/team", "shop"))
        .build();
  }

  private static Workload workload(DaprApp app, String release) {
    Platform today = Platform.today();
    Platform platform =
        today.with(DaprRuntime.SECTION, today.get(DaprRuntime.SECTION).withVersion(release));
    return Manifests.in("shop").on(platform).add(app).build().workloads().get(0);
  }

  private static String message(Executable call) {
    return assertThrows(RuntimeException.class, call).getMessage();
  }

  @Test
  void builder_hasAMethodForEveryAnnotation() {
    Set<String> missing = new TreeSet<>(AnnotationTable.at(Version.of("1.18")).concepts());
    missing.removeAll(everything().settings().keySet());
    missing.removeAll(NOT_WRITTEN);
    assertThat(missing).isEmpty();
  }

  @Test
  void values_areWrittenAsDaprReadsThem() {
    Map<String, String> settings = everything().settings();
    assertThat(settings).containsEntry("app-binding-options-timeout", "1500ms");
    assertThat(settings).containsEntry("actors-disseminate-timeout", "60s");
    assertThat(settings).containsEntry("app-health-probe-timeout", "700");
    assertThat(settings).containsEntry("graceful-shutdown-seconds", "30");
    assertThat(settings).containsEntry("env", "A=1,B=2,3");
    assertThat(settings).containsEntry("env-from-secret", "C=secret:key");
    assertThat(settings).containsEntry("disable-init-endpoints", "config,subscribe");
    assertThat(settings).containsEntry("sidecar-seccomp-profile-type", "RuntimeDefault");
  }

  @Test
  void wrongValue_failsAtTheCall() {
    assertThat(message(() -> app().appChannel(c -> c.healthInterval(Duration.ofMillis(1500)))))
        .isEqualTo("app health probe interval PT1.5S: must be whole seconds");
    assertThat(message(() -> app().appChannel(c -> c.healthThreshold(0))))
        .isEqualTo("app health threshold \"0\": must be a whole number, 1 to 2147483647");
    assertThat(message(() -> app().sidecar(s -> s.maxBodySize("1.5Gi"))))
        .isEqualTo("max body size \"1.5Gi\": must be a whole number of bytes, such as 4Mi or 16M");
    assertThat(message(() -> app().sidecar(s -> s.cpuLimit("2 cores"))))
        .contains("must be a quantity");
    assertThat(message(() -> app().sidecar(s -> s.blockedShutdown(Duration.ofSeconds(-1)))))
        .contains("0 or more");
    assertThat(message(() -> app().controlPlane(c -> c.disseminateTimeout(Duration.ZERO))))
        .contains("longer than 0");
    assertThat(message(() -> app().sidecarPorts(p -> p.listenAddresses("127.0.0.1", " 10.0.0.1"))))
        .contains("without blanks");
    assertThat(message(() -> app().appChannel(c -> c.healthPath("ready"))))
        .contains("begins with /");
    assertThat(message(() -> app().sidecar(s -> s.env("A", "1,B=2"))))
        .contains("must not hold a comma");
    assertThat(message(() -> app().configuration(" "))).isEqualTo("config \" \": must be a string");
    assertThat(message(() -> app().appChannel(c -> c.skippedInitEndpoints())))
        .contains("a list of config or");
    assertThat(message(() -> app().sidecarPorts(p -> p.metrics(0))))
        .isEqualTo("metrics port 0: must be 1 to 65535");
  }

  @Test
  void clashes_areNamedTogether() {
    DaprAppBuilder clashing =
        app()
            .appPort(3501)
            .sidecarPorts(p -> p.grpc(50002).metrics(80))
            .appChannel(
                c ->
                    c.healthInterval(Duration.ofSeconds(1)).healthTimeout(Duration.ofMillis(1001)));
    assertThat(message(clashing::build))
        .isEqualTo(
            "DaprApp orders: port 50002 is both the gRPC API and the internal gRPC port; metrics"
                + " port 80: is the port of dapr-http in the sidecars' Service; app port 3501: is"
                + " the health port of the sidecar; app health timeout 1001 ms: is longer than the"
                + " interval of 1 s");
  }

  @Test
  void protocol_isSpelledAsTheReleaseReadsIt() {
    DaprApp app = app().appProtocol(AppProtocol.HTTPS).build();
    assertThat(workload(app, "1.18").annotation("dapr.io/app-protocol")).isEqualTo("https");
    assertThat(workload(app, "1.18").annotations().has("dapr.io/app-ssl")).isFalse();
    assertThat(workload(app, "1.10").annotation("dapr.io/app-protocol")).isEqualTo("http");
    assertThat(workload(app, "1.10").annotation("dapr.io/app-ssl")).isEqualTo("true");
    DaprApp h2c = app().appProtocol(AppProtocol.H2C).build();
    assertThat(message(() -> workload(h2c, "1.10"))).contains("use Dapr 1.11 or later");
  }

  @Test
  void sizes_areSpelledAsTheReleaseReadsThem() {
    DaprApp app = app().sidecar(s -> s.maxBodySize("16Mi").readBufferSize("8Ki")).build();
    assertThat(workload(app, "1.14").annotation("dapr.io/max-body-size")).isEqualTo("16Mi");
    assertThat(workload(app, "1.13").annotation("dapr.io/http-max-request-size")).isEqualTo("16");
    assertThat(workload(app, "1.13").annotation("dapr.io/http-read-buffer-size")).isEqualTo("8");
    DaprApp odd = app().sidecar(s -> s.maxBodySize("10M")).build();
    assertThrows(UnsupportedOnPlatformException.class, () -> workload(odd, "1.13"));
  }

  @Test
  void backported_isReadByThePatchThatHasIt() {
    DaprApp app = app().appChannel(c -> c.bindingOptionsTimeout(Duration.ofSeconds(1))).build();
    for (String release : List.of("1.16.18", "1.17.12", "1.18.3", "1.18", "1.17")) {
      assertWithMessage(release)
          .that(workload(app, release).annotations().has("dapr.io/app-binding-options-timeout"))
          .isTrue();
    }
    assertThat(message(() -> workload(app, "1.18.2")))
        .contains("Dapr 1.18.2 does not know it; leave it out");
    assertThat(message(() -> workload(app, "1.17.11"))).contains("1.16.18, 1.17.12, 1.18.3");
  }

  @Test
  void without_blanksTheAddress() {
    DaprApp app = app().controlPlane(c -> c.noPlacement().noScheduler()).build();
    assertThat(workload(app, "1.18").annotation("dapr.io/placement-host-address")).isEmpty();
    assertThat(message(() -> workload(app, "1.14"))).contains("use Dapr 1.15 or later");
  }

  @Test
  void kind_isWhatTheBuilderSays() {
    assertThat(workload(app().statefulSet().build(), "1.18").kind()).isEqualTo("StatefulSet");
    assertThat(workload(app().daemonSet().build(), "1.18").kind()).isEqualTo("DaemonSet");
    assertThat(workload(app().job().build(), "1.18").kind()).isEqualTo("Job");
    Workload nightly = workload(app().cronJob("0 3 * * *").build(), "1.18");
    assertThat(nightly.kind()).isEqualTo("CronJob");
    assertThat(nightly.annotation("dapr.io/app-id")).isEqualTo("orders");
  }

  /** Each method's documentation names the releases that the table knows. */
  @Test
  void javadoc_namesTheReleaseOfEachAnnotation() throws IOException {
    Set<String> told = new LinkedHashSet<>();
    Pattern one =
        Pattern.compile("\\{@code dapr\\.io/([-a-z0-9]+)},? ?(since Dapr ([0-9., ]*[0-9]))?");
    for (String file :
        List.of(
            "DaprAppBuilder",
            "AppChannel",
            "SidecarPorts",
            "ControlPlane",
            "DaprSidecar",
            "SidecarProbe")) {
      Path source = Path.of("src/main/java/dev/portside/dapr", file + ".java");
      String text = Files.readString(source).replaceAll("\\s*\\n\\s*\\*\\s*", " ");
      Matcher matcher = one.matcher(text);
      while (matcher.find()) {
        if (matcher.group(3) != null) {
          assertWithMessage(matcher.group(1))
              .that(matcher.group(3))
              .isEqualTo(AnnotationTable.since(matcher.group(1)));
          told.add(matcher.group(1));
        }
      }
    }
    assertThat(told.size()).isAtLeast(50);
  }
}
