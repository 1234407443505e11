package dev.portside.it.cluster;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.dapr.AppProtocol;
import dev.portside.dapr.DaprApp;
import dev.portside.dapr.DaprAppBuilder;
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
    void make(DaprAppBuilder app, Random random);
  }

  private static final List<Draw> DRAWS =
      List.of(
          (app, random) -> app.appPort(1024 + random.nextInt(2000)),
          (app, random) -> app.service(1 + random.nextInt(65_535)),
          (app, random) -> app.appProtocol(any(AppProtocol.values(), random)),
          (app, random) ->
              app.appChannel(c -> c.address(random.nextBoolean() ? "127.0.0.1" : "app.shop")),
          (app, random) -> app.appChannel(c -> c.maxConcurrency(random.nextInt(100) - 1)),
          (app, random) ->
              app.appChannel(c -> c.tokenSecret("app-token"))
                  .sidecar(s -> s.apiTokenSecret("api.token")),
          (app, random) ->
              app.appChannel(
                  c ->
                      c.healthCheck(random.nextBoolean())
                          .healthPath("/ready?full=1")
                          .healthInterval(Duration.ofSeconds(1 + random.nextInt(60)))
                          .healthTimeout(Duration.ofMillis(1 + random.nextInt(1000)))
                          .healthThreshold(1 + random.nextInt(10))),
          (app, random) -> app.appChannel(c -> c.bindingOptionsTimeout(millis(random))),
          (app, random) ->
              app.appChannel(c -> c.skippedInitEndpoints(any(InitEndpoint.values(), random))),
          (app, random) -> app.sidecarPorts(p -> p.grpc(20_000 + random.nextInt(10_000))),
          (app, random) -> app.sidecarPorts(p -> p.internalGrpc(40_001 + random.nextInt(9_000))),
          (app, random) -> app.sidecarPorts(p -> p.metrics(10_000 + random.nextInt(10_000))),
          (app, random) -> app.sidecarPorts(p -> p.announcedMetrics(random.nextBoolean())),
          (app, random) -> app.sidecarPorts(p -> p.listenAddresses("0.0.0.0", "[::1]")),
          (app, random) -> app.sidecarPorts(p -> p.unixDomainSocketPath("/var/sockets")),
          (app, random) -> app.sidecarPorts(p -> p.profiling(random.nextBoolean())),
          (app, random) ->
              app.sidecarPorts(p -> p.debug(true).debug(30_000 + random.nextInt(9_000))),
          (app, random) -> app.configuration("tracing"),
          (app, random) -> app.controlPlane(c -> c.placement("placement.dapr-system.svc:50005")),
          (app, random) -> app.controlPlane(c -> c.noScheduler()),
          (app, random) ->
              app.controlPlane(
                  c -> c.disseminateTimeout(Duration.ofSeconds(1 + random.nextInt(60)))),
          (app, random) -> app.controlPlane(c -> c.jwtAudiences("one", "two")),
          (app, random) -> app.sidecar(s -> s.image("ghcr.io/dapr/daprd:1.18.3")),
          (app, random) -> app.sidecar(s -> s.cpuRequest("100m").cpuLimit("1.5")),
          (app, random) -> app.sidecar(s -> s.memoryRequest("64Mi").memoryLimit("1e9")),
          (app, random) -> app.sidecar(s -> s.seccompProfile(any(SeccompProfile.values(), random))),
          (app, random) ->
              app.sidecar(
                  s ->
                      s.livenessProbe(
                          p ->
                              p.delay(seconds(random, 0))
                                  .timeout(seconds(random, 1))
                                  .period(seconds(random, 1))
                                  .threshold(1 + random.nextInt(9)))),
          (app, random) ->
              app.sidecar(
                  s ->
                      s.readinessProbe(
                          p ->
                              p.delay(seconds(random, 0))
                                  .timeout(seconds(random, 1))
                                  .period(seconds(random, 1))
                                  .threshold(1 + random.nextInt(9)))),
          (app, random) -> app.sidecar(s -> s.env("A", "x=y,z").env("B_1", "")),
          (app, random) ->
              app.sidecar(s -> s.envFromSecret("C", SecretKey.of("a.secret", "k.e-y_1"))),
          (app, random) ->
              app.sidecar(
                  s -> s.volumeMount("data", "/data").volumeMountReadWrite("more", "/more")),
          (app, random) ->
              app.sidecar(s -> s.logLevel(any(LogLevel.values(), random)).logAsJson(true)),
          (app, random) -> app.sidecar(s -> s.apiLogging(random.nextBoolean())),
          (app, random) ->
              app.sidecar(
                  s -> s.gracefulShutdown(seconds(random, 0)).blockedShutdown(millis(random))),
          (app, random) -> app.sidecar(s -> s.maxBodySize("16Mi").readBufferSize("8Ki")),
          (app, random) -> app.sidecar(s -> s.noKubernetesSecretStore()),
          (app, random) -> app.sidecar(s -> s.nativeSidecar(random.nextBoolean())),
          (app, random) -> app.sidecar(s -> s.injectedComponents(random.nextBoolean())),
          (app, random) -> app.sidecar(s -> s.serviceAnnotation("example.com/team", "shop=1")),
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

  private static Consumer<DaprAppBuilder> kind(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> DaprAppBuilder::statefulSet;
      case 1 -> DaprAppBuilder::daemonSet;
      case 2 -> DaprAppBuilder::job;
      default -> app -> app.cronJob("*/5 * * * *");
    };
  }

  private static DaprApp app(int seed) {
    Random random = new Random(seed);
    DaprAppBuilder app = DaprApp.named("app-" + seed).image("registry.example.com/app:1");
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
