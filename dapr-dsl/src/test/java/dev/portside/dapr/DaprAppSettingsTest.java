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
      Set.of("component-container", "http-max-request-size", "http-read-buffer-size");

  private static DaprApp.Builder app() {
    return DaprApp.named("orders").image("orders:1");
  }

  @SuppressWarnings("deprecation")
  private static DaprApp everything() {
    return app()
        .appPort(3000)
        .appProtocol(AppProtocol.GRPCS)
        .appSsl(false)
        .appChannelAddress("127.0.0.1")
        .appMaxConcurrency(10)
        .appTokenSecret("app-token")
        .apiTokenSecret("api-token")
        .appHealthCheck(true)
        .appHealthPath("/ready")
        .appHealthInterval(Duration.ofSeconds(10))
        .appHealthTimeout(Duration.ofMillis(700))
        .appHealthThreshold(2)
        .appBindingOptionsTimeout(Duration.ofMillis(1500))
        .disableInitEndpoints(InitEndpoint.CONFIG, InitEndpoint.SUBSCRIBE)
        .internalGrpcPort(50055)
        .grpcPort(50010)
        .metricsPort(9091)
        .metrics(true)
        .sidecarListenAddresses("[::1]", "127.0.0.1")
        .unixDomainSocketPath("/var/sockets")
        .profiling(true)
        .debug(true)
        .debugPort(40001)
        .config("tracing")
        .placementHostAddress("placement.dapr-system.svc:50005")
        .schedulerHostAddress("scheduler.dapr-system.svc:443")
        .actorsDisseminateTimeout(Duration.ofMinutes(1))
        .sentryRequestJwtAudiences("one", "two")
        .sidecarImage("daprd:1")
        .sidecarCpuRequest("100m")
        .sidecarCpuLimit("1")
        .sidecarMemoryRequest("64Mi")
        .sidecarMemoryLimit("128Mi")
        .seccompProfile(SeccompProfile.RUNTIME_DEFAULT)
        .livenessProbeDelay(Duration.ofSeconds(3))
        .livenessProbeTimeout(Duration.ofSeconds(4))
        .livenessProbePeriod(Duration.ofSeconds(5))
        .livenessProbeThreshold(6)
        .readinessProbeDelay(Duration.ofSeconds(7))
        .readinessProbeTimeout(Duration.ofSeconds(8))
        .readinessProbePeriod(Duration.ofSeconds(9))
        .readinessProbeThreshold(10)
        .sidecarEnv("A", "1")
        .sidecarEnv("B", "2,3")
        .sidecarEnvFromSecret("C", SecretKey.of("secret", "key"))
        .volumeMount("data", "/data")
        .volumeMountReadWrite("cache", "/cache")
        .logLevel(LogLevel.WARN)
        .logAsJson(true)
        .apiLogging(false)
        .gracefulShutdown(Duration.ofSeconds(30))
        .blockShutdown(Duration.ofSeconds(5))
        .maxBodySize("16Mi")
        .readBufferSize("8Ki")
        .disableBuiltinK8sSecretStore(true)
        .nativeSidecar(true)
        .pluggableComponents("comp", "other")
        .pluggableComponentsSocketsFolder("/sockets")
        .injectPluggableComponents(true)
        .sidecarServiceAnnotation("example.com/team", "shop")
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
    assertThat(message(() -> app().appHealthInterval(Duration.ofMillis(1500))))
        .isEqualTo("app health probe interval PT1.5S: must be whole seconds");
    assertThat(message(() -> app().appHealthThreshold(0)))
        .isEqualTo("app health threshold \"0\": must be a whole number, 1 to 2147483647");
    assertThat(message(() -> app().maxBodySize("1.5Gi")))
        .isEqualTo("max body size \"1.5Gi\": must be a whole number of bytes, such as 4Mi or 16M");
    assertThat(message(() -> app().sidecarCpuLimit("2 cores"))).contains("must be a quantity");
    assertThat(message(() -> app().blockShutdown(Duration.ofSeconds(-1)))).contains("0 or more");
    assertThat(message(() -> app().actorsDisseminateTimeout(Duration.ZERO)))
        .contains("longer than 0");
    assertThat(message(() -> app().sidecarListenAddresses("127.0.0.1", " 10.0.0.1")))
        .contains("without blanks");
    assertThat(message(() -> app().appHealthPath("ready"))).contains("begins with /");
    assertThat(message(() -> app().sidecarEnv("A", "1,B=2"))).contains("must hold no comma");
    assertThat(message(() -> app().config(" "))).isEqualTo("config \" \": must be a text");
    assertThat(message(() -> app().disableInitEndpoints())).contains("a list of config or");
    assertThat(message(() -> app().metricsPort(0))).isEqualTo("metrics port 0: must be 1 to 65535");
  }

  @Test
  void clashes_areNamedTogether() {
    DaprApp.Builder clashing =
        app()
            .appPort(3501)
            .grpcPort(50002)
            .metricsPort(80)
            .appHealthInterval(Duration.ofSeconds(1))
            .appHealthTimeout(Duration.ofMillis(1001));
    assertThat(message(clashing::build))
        .isEqualTo(
            "DaprApp orders: port 50002 is both the gRPC API and the internal gRPC port; metrics port"
                + " 80: is dapr-http's in the Service of the sidecars; app port 3501: is the health port"
                + " of the sidecar; app health timeout 1001 ms: is longer than the interval of 1 s");
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
    DaprApp app = app().maxBodySize("16Mi").readBufferSize("8Ki").build();
    assertThat(workload(app, "1.14").annotation("dapr.io/max-body-size")).isEqualTo("16Mi");
    assertThat(workload(app, "1.13").annotation("dapr.io/http-max-request-size")).isEqualTo("16");
    assertThat(workload(app, "1.13").annotation("dapr.io/http-read-buffer-size")).isEqualTo("8");
    DaprApp odd = app().maxBodySize("10M").build();
    assertThrows(UnsupportedOnPlatformException.class, () -> workload(odd, "1.13"));
  }

  @Test
  void backported_isReadByThePatchThatHasIt() {
    DaprApp app = app().appBindingOptionsTimeout(Duration.ofSeconds(1)).build();
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
    DaprApp app = app().withoutPlacement().withoutScheduler().build();
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
    for (String file : List.of("AppSettings", "PortSettings", "SidecarSettings")) {
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
