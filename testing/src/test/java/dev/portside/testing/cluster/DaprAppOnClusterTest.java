package dev.portside.testing.cluster;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.dapr.AppProtocol;
import dev.portside.dapr.DaprApp;
import dev.portside.dapr.DaprInjection;
import dev.portside.dapr.InitEndpoint;
import dev.portside.dapr.LogLevel;
import dev.portside.dapr.SeccompProfile;
import dev.portside.dapr.SecretKey;
import dev.portside.dapr.injection.Injection;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever the builder of an app makes, a real API server takes, and so does Dapr's injector. */
class DaprAppOnClusterTest {

  private static final int APPS = 40;

  /** A change to a builder whose values are drawn by chance. */
  private interface Draw {
    void make(DaprApp.Builder app, Random random);
  }

  private static final List<Draw> DRAWS =
      List.of(
          (app, random) -> app.appPort(1024 + random.nextInt(2000)),
          (app, random) -> app.service(1 + random.nextInt(65_535)),
          (app, random) -> app.appProtocol(any(AppProtocol.values(), random)),
          (app, random) -> app.appChannelAddress(random.nextBoolean() ? "127.0.0.1" : "app.shop"),
          (app, random) -> app.appMaxConcurrency(random.nextInt(100) - 1),
          (app, random) -> app.appTokenSecret("app-token").apiTokenSecret("api.token"),
          (app, random) ->
              app.appHealthCheck(random.nextBoolean())
                  .appHealthPath("/ready?full=1")
                  .appHealthInterval(Duration.ofSeconds(1 + random.nextInt(60)))
                  .appHealthTimeout(Duration.ofMillis(1 + random.nextInt(1000)))
                  .appHealthThreshold(1 + random.nextInt(10)),
          (app, random) -> app.appBindingOptionsTimeout(millis(random)),
          (app, random) -> app.disableInitEndpoints(any(InitEndpoint.values(), random)),
          (app, random) -> app.grpcPort(20_000 + random.nextInt(10_000)),
          (app, random) -> app.internalGrpcPort(40_001 + random.nextInt(9_000)),
          (app, random) -> app.metricsPort(10_000 + random.nextInt(10_000)),
          (app, random) -> app.metrics(random.nextBoolean()),
          (app, random) -> app.sidecarListenAddresses("0.0.0.0", "[::1]"),
          (app, random) -> app.unixDomainSocketPath("/var/sockets"),
          (app, random) -> app.profiling(random.nextBoolean()),
          (app, random) -> app.debug(true).debugPort(30_000 + random.nextInt(9_000)),
          (app, random) -> app.config("tracing"),
          (app, random) -> app.placementHostAddress("placement.dapr-system.svc:50005"),
          (app, random) -> app.withoutScheduler(),
          (app, random) -> app.actorsDisseminateTimeout(Duration.ofSeconds(1 + random.nextInt(60))),
          (app, random) -> app.sentryRequestJwtAudiences("one", "two"),
          (app, random) -> app.sidecarImage("ghcr.io/dapr/daprd:1.18.3"),
          (app, random) -> app.sidecarCpuRequest("100m").sidecarCpuLimit("1.5"),
          (app, random) -> app.sidecarMemoryRequest("64Mi").sidecarMemoryLimit("1e9"),
          (app, random) -> app.seccompProfile(any(SeccompProfile.values(), random)),
          (app, random) ->
              app.livenessProbeDelay(seconds(random, 0))
                  .livenessProbeTimeout(seconds(random, 1))
                  .livenessProbePeriod(seconds(random, 1))
                  .livenessProbeThreshold(1 + random.nextInt(9)),
          (app, random) ->
              app.readinessProbeDelay(seconds(random, 0))
                  .readinessProbeTimeout(seconds(random, 1))
                  .readinessProbePeriod(seconds(random, 1))
                  .readinessProbeThreshold(1 + random.nextInt(9)),
          (app, random) -> app.sidecarEnv("A", "x=y,z").sidecarEnv("B_1", ""),
          (app, random) -> app.sidecarEnvFromSecret("C", SecretKey.of("a.secret", "k.e-y_1")),
          (app, random) -> app.volumeMount("data", "/data").volumeMountReadWrite("more", "/more"),
          (app, random) -> app.logLevel(any(LogLevel.values(), random)).logAsJson(true),
          (app, random) -> app.apiLogging(random.nextBoolean()),
          (app, random) -> app.gracefulShutdown(seconds(random, 0)).blockShutdown(millis(random)),
          (app, random) -> app.maxBodySize("16Mi").readBufferSize("8Ki"),
          (app, random) -> app.disableBuiltinK8sSecretStore(true),
          (app, random) -> app.nativeSidecar(random.nextBoolean()),
          (app, random) -> app.injectPluggableComponents(random.nextBoolean()),
          (app, random) -> app.sidecarServiceAnnotation("example.com/team", "shop=1"),
          (app, random) -> app.label("app.kubernetes.io/name", "x").env("LOG", "debug"),
          (app, random) -> app.annotation("example.com/any", "thing"),
          (app, random) -> app.imagePullPolicy("IfNotPresent"),
          (app, random) -> kind(random).accept(app));

  private static <T> T any(T[] values, Random random) {
    return values[random.nextInt(values.length)];
  }

  private static Duration seconds(Random random, int least) {
    return Duration.ofSeconds(least + random.nextInt(100));
  }

  private static Duration millis(Random random) {
    return Duration.ofMillis(random.nextInt(100_000));
  }

  private static Consumer<DaprApp.Builder> kind(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> DaprApp.Builder::statefulSet;
      case 1 -> DaprApp.Builder::daemonSet;
      case 2 -> DaprApp.Builder::job;
      default -> app -> app.cronJob("*/5 * * * *");
    };
  }

  private static DaprApp app(int seed) {
    Random random = new Random(seed);
    DaprApp.Builder app = DaprApp.named("app-" + seed).image("registry.example.com/app:1");
    for (Draw draw : DRAWS) {
      if (random.nextInt(3) == 0) {
        draw.make(app, random);
      }
    }
    return app.build();
  }

  @Test
  void apps_areAccepted() {
    ControlPlane plane = ControlPlane.shared();
    String namespace = plane.namespace();
    List<String> refused = new ArrayList<>();
    DaprInjection injector = DaprInjection.at(Platform.today());
    for (int seed = 0; seed < APPS; seed++) {
      Manifests set = Manifests.in(namespace).add(app(seed)).build();
      for (Resource resource : set.resources()) {
        create(plane.client(), resource.fabric8(), refused);
      }
      Workload workload = set.workloads().get(0);
      Injection injection = injector.inject(workload);
      assertWithMessage("%s", injection.error()).that(injection.injected()).isTrue();
      assertThat(injection.ignored()).isEmpty();
      assertThat(injection.unknown()).isEmpty();
      assertWithMessage("%s", injection.start())
          .that(injection.start().orElseThrow().starts())
          .isTrue();
      assertThat(injection.refusals()).isEmpty();
      create(plane.client(), pod(namespace, injection.pod()), refused);
    }
    assertThat(refused).isEmpty();
  }

  /** The pod as the injector hands it to the API server. */
  private static HasMetadata pod(String namespace, Mapping injected) {
    Tree named = injected.with(Pointer.of("metadata", "name"), Scalar.of("injected"));
    // Set by an admission plugin that this API server runs without.
    named = named.with(Pointer.of("spec", "serviceAccountName"), Scalar.of("default"));
    Mapping pod =
        Mapping.builder()
            .put("apiVersion", "v1")
            .put("kind", "Pod")
            .putAll((Mapping) named)
            .build();
    HasMetadata object = Resource.made("injector", 0, pod, namespace).fabric8();
    object.getMetadata().setNamespace(namespace);
    return object;
  }

  private static void create(KubernetesClient client, HasMetadata object, List<String> refused) {
    try {
      client.resource(object).dryRun().create();
    } catch (KubernetesClientException e) {
      refused.add(object.getKind() + " " + object.getMetadata().getName() + ": " + e.getMessage());
    }
  }
}
