package dev.portside.dapr;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.UnsupportedOnPlatformException;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DaprAppTest {

  private static DaprAppBuilder app() {
    return DaprApp.named("orders").image("orders:1");
  }

  private static String message(Executable call) {
    return assertThrows(RuntimeException.class, call).getMessage();
  }

  private static Workload workload(DaprApp app, Platform platform) {
    return Manifests.in("shop").on(platform).add(app).build().workloads().get(0);
  }

  private static Platform dapr(String version) {
    Platform today = Platform.today();
    return today.with(DaprRuntime.SECTION, today.get(DaprRuntime.SECTION).withVersion(version));
  }

  @Test
  void wrongValue_failsAtTheCall() {
    assertThat(message(() -> app().appPort(70000))).isEqualTo("port 70000: must be 1 to 65535");
    assertThat(message(() -> app().service(0))).isEqualTo("service port 0: must be 1 to 65535");
    assertThat(message(() -> DaprApp.named("Orders"))).contains("app id \"Orders\": must be");
    assertThat(message(() -> DaprApp.named("a".repeat(59)))).contains("1 to 58");
    assertThat(message(() -> app().imagePullPolicy("always")))
        .isEqualTo("image pull policy \"always\": must be Always, IfNotPresent or Never");
    assertThat(message(() -> app().replicas(-1))).isEqualTo("replicas -1: must be 0 or more");
    assertThat(message(() -> app().image(" "))).isEqualTo("image \" \": must not be blank");
  }

  @Test
  void image_missing() {
    assertThat(message(() -> DaprApp.named("orders").build()))
        .isEqualTo("DaprApp orders: no image; call image(\"registry/name:tag\")");
  }

  @Test
  void servicePort_missing() {
    assertThat(message(() -> app().build().servicePort()))
        .isEqualTo("DaprApp orders has no Service; call service(port)");
  }

  @Test
  void annotations_areSpelledAsTheReleaseReadsThem() {
    DaprApp app = app().appPort(3000).build();

    assertThat(workload(app, dapr("0.8")).annotations().keys())
        .containsExactly("dapr.io/enabled", "dapr.io/id", "dapr.io/port")
        .inOrder();
    assertThat(workload(app, dapr("0.10")).annotations().keys())
        .containsExactly("dapr.io/enabled", "dapr.io/app-id", "dapr.io/app-port")
        .inOrder();
    assertThat(workload(app, Platform.today()).annotations().keys())
        .containsExactly("dapr.io/enabled", "dapr.io/app-id", "dapr.io/app-port")
        .inOrder();
  }

  @Test
  void annotation_unknownToTheRelease() {
    DaprApp app = app().sidecarPorts(p -> p.internalGrpc(50055)).build();
    UnsupportedOnPlatformException e =
        assertThrows(
            UnsupportedOnPlatformException.class,
            () -> Manifests.in("shop").on(dapr("1.14")).add(app).build());

    assertThat(e)
        .hasMessageThat()
        .isEqualTo(
            "Deployment/orders dapr.io/internal-grpc-port: Dapr 1.14 does not know it; leave it out,"
                + " which keeps Dapr's default, or use Dapr 1.15 or later");
  }

  @Test
  void build_namesAllThatThePlatformCannotExpress() {
    DaprApp orders = app().sidecarPorts(p -> p.internalGrpc(50055)).build();
    DaprApp carts =
        DaprApp.named("carts").image("carts:1").sidecarPorts(p -> p.grpc(50010)).build();
    UnsupportedOnPlatformException e =
        assertThrows(
            UnsupportedOnPlatformException.class,
            () -> Manifests.in("shop").on(dapr("1.14")).add(orders, carts).build());

    assertThat(e).hasMessageThat().contains("Deployment/orders");
    assertThat(e).hasMessageThat().contains("Deployment/carts dapr.io/grpc-port");
  }

  @Test
  void podTemplate_isAnEscapeHatch() {
    DaprApp app =
        app()
            .podTemplate(t -> t.editSpec().withServiceAccountName("orders").endSpec())
            .annotation("example.com/team", "shop")
            .env("LOG", "debug")
            .build();
    Workload workload = workload(app, Platform.today());

    assertThat(workload.podSpec().text("serviceAccountName")).isEqualTo("orders");
    assertThat(workload.annotation("example.com/team")).isEqualTo("shop");
    assertThat(workload.annotation("dapr.io/app-id")).isEqualTo("orders");
    Deployment deployment = workload.resource().as(Deployment.class);
    assertThat(
            deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv()
                .get(0)
                .getValue())
        .isEqualTo("debug");
  }

  @Test
  void customized_changesWhatTheAppMakes() {
    DaprApp app =
        app()
            .service(80)
            .customized(Deployment.class, d -> d.editSpec().withMinReadySeconds(5).endSpec())
            .customized(Service.class, s -> s.editSpec().withType("NodePort").endSpec())
            .build();
    Manifests set = Manifests.in("shop").add(app).build();

    assertThat(set.resources().get(0).as(Service.class).getSpec().getType()).isEqualTo("NodePort");
    assertThat(set.resources().get(1).as(Deployment.class).getSpec().getMinReadySeconds())
        .isEqualTo(5);
    assertThat(set.workloads().get(0).annotation("dapr.io/app-id")).isEqualTo("orders");
  }

  @Test
  void customized_whatTheAppDoesNotMake() {
    DaprAppBuilder job =
        DaprApp.named("orders")
            .job()
            .customized(Deployment.class, d -> {})
            .customized(Service.class, s -> {});

    assertThat(message(job::build))
        .isEqualTo(
            "DaprApp orders: no image; call image(\"registry/name:tag\"); it makes no Deployment"
                + " that could be customized; it makes no Service that could be customized");
  }

  @Test
  void resource_goesWithTheApp() {
    DaprApp app =
        app()
            .service(80)
            .resource(new ConfigMapBuilder().withNewMetadata().withName("c").endMetadata().build())
            .build();
    List<Resource> resources = Manifests.in("shop").add(app).build().resources();

    assertThat(resources.stream().map(Resource::toString).toList())
        .containsExactly("Service/shop/orders", "Deployment/shop/orders", "ConfigMap/shop/c")
        .inOrder();
  }

  @Test
  void uses_joinsTheScopes() {
    DaprComponent state = DaprComponent.redisState("state").host("redis:6379").build();
    DaprApp carts = DaprApp.named("carts").image("carts:1").uses(state).build();
    Manifests set = Manifests.in("shop").add(state, app().uses(state).build(), carts).build();

    assertThat(set.resources().get(0).tree().sequence("scopes").texts())
        .containsExactly("orders", "carts")
        .inOrder();
  }
}
