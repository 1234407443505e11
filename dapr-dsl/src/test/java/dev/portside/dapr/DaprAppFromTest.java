package dev.portside.dapr;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DaprAppFromTest {

  private static Deployment deployment(String... annotations) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < annotations.length; i += 2) {
      all.put(annotations[i], annotations[i + 1]);
    }
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("orders")
        .withNamespace("shop")
        .endMetadata()
        .withNewSpec()
        .withReplicas(3)
        .withNewSelector()
        .addToMatchLabels("app", "orders")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "orders")
        .withAnnotations(all)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage("orders:1")
        .endContainer()
        .withPriorityClassName("high")
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Resource back(DaprApp app, String release) {
    Platform today = Platform.today();
    Platform platform =
        today.with(DaprRuntime.SECTION, today.get(DaprRuntime.SECTION).withVersion(release));
    Manifests set = Manifests.in("elsewhere").on(platform).add(app).build();
    return set.workloads().get(0).resource();
  }

  private static Workload workload(DaprApp app, String release) {
    return Workload.of(back(app, release)).orElseThrow();
  }

  @Test
  void from_readsTheSettings() {
    DaprApp app =
        DaprApp.from(
            deployment(
                "dapr.io/enabled",
                "true",
                "dapr.io/app-id",
                "shop-orders",
                "dapr.io/app-port",
                "3000"));
    assertThat(app.appId()).isEqualTo("shop-orders");
    assertThat(app.appPort()).hasValue(3000);
    assertThat(app.settings()).containsEntry("app-port", "3000");
    assertThat(app.labels()).containsExactly("app", "orders");
  }

  @Test
  void from_andBack_isTheSame() {
    Deployment before =
        deployment(
            "example.com/a",
            "1",
            "dapr.io/enabled",
            "true",
            "dapr.io/app-id",
            "orders",
            "dapr.io/unknown",
            "x",
            "dapr.io/log-as-json",
            "ture");
    Resource after = back(DaprApp.from(before), "1.18");
    assertThat(after.as(Deployment.class)).isEqualTo(before);
    assertThat(after.namespace()).isEqualTo("shop");
  }

  @Test
  void legacyNames_areUnderstoodAndRenamed() {
    DaprApp app =
        DaprApp.from(
            deployment("dapr.io/id", "orders", "dapr.io/enabled", "true", "dapr.io/port", "3000"));
    assertThat(app.appId()).isEqualTo("orders");
    assertThat(app.appPort()).hasValue(3000);
    assertThat(workload(app, "1.18").annotations().keys())
        .containsExactly("dapr.io/app-id", "dapr.io/enabled", "dapr.io/app-port")
        .inOrder();
    assertThat(workload(app, "0.8").annotations().keys())
        .containsExactly("dapr.io/id", "dapr.io/enabled", "dapr.io/port")
        .inOrder();
  }

  @Test
  void bothNames_theNewerCounts_theOlderStays() {
    DaprApp app =
        DaprApp.from(
            deployment("dapr.io/enabled", "true", "dapr.io/id", "old", "dapr.io/app-id", "new"));
    assertThat(app.appId()).isEqualTo("new");
    assertThat(workload(app, "1.18").annotation("dapr.io/id")).isEqualTo("old");
    assertThat(workload(app, "1.18").annotation("dapr.io/app-id")).isEqualTo("new");
  }

  @Test
  void plainWorkload_becomesAnApp() {
    Workload app = workload(DaprApp.from(deployment()), "1.18");
    assertThat(app.annotation("dapr.io/enabled")).isEqualTo("true");
    assertThat(app.annotation("dapr.io/app-id")).isEqualTo("orders");
    assertThat(app.podSpec().text("priorityClassName")).isEqualTo("high");
  }

  @Test
  void toBuilder_changesDaprsSettingsOnly() {
    DaprApp app =
        DaprApp.from(deployment("dapr.io/enabled", "true", "dapr.io/app-id", "orders")).toBuilder()
            .appPort(8080)
            .sidecar(s -> s.logLevel(LogLevel.DEBUG))
            .annotation("example.com/a", "1")
            .podTemplate(t -> t.editSpec().withServiceAccountName("orders").endSpec())
            .build();
    Workload changed = workload(app, "1.18");
    assertThat(changed.annotation("dapr.io/app-port")).isEqualTo("8080");
    assertThat(changed.annotation("example.com/a")).isEqualTo("1");
    assertThat(changed.podSpec().text("serviceAccountName")).isEqualTo("orders");
    assertThat(changed.podSpec().text("priorityClassName")).isEqualTo("high");
  }

  @Test
  void toBuilder_refusesWhatIsNotDaprs() {
    DaprAppBuilder builder = DaprApp.from(deployment()).toBuilder().image("x").label("a", "b");
    assertThat(assertThrows(IllegalStateException.class, builder::build))
        .hasMessageThat()
        .isEqualTo(
            "DaprApp orders: it is an existing workload; change it with podTemplate(…) instead of"
                + " image(…), label(…)");
  }

  @Test
  void cronJob_isReadBelowItsJobTemplate() {
    HasMetadata nightly =
        new CronJobBuilder()
            .withNewMetadata()
            .withName("nightly")
            .endMetadata()
            .withNewSpec()
            .withSchedule("0 3 * * *")
            .withNewJobTemplate()
            .withNewSpec()
            .withNewTemplate()
            .withNewMetadata()
            .addToAnnotations("dapr.io/enabled", "true")
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .endTemplate()
            .endSpec()
            .endJobTemplate()
            .endSpec()
            .build();
    assertThat(workload(DaprApp.from(nightly), "1.18").annotation("dapr.io/app-id"))
        .isEqualTo("nightly");
  }

  @Test
  void configMap_isNoWorkload() {
    HasMetadata map = new ConfigMapBuilder().withNewMetadata().withName("c").endMetadata().build();
    assertThat(assertThrows(IllegalArgumentException.class, () -> DaprApp.from(map)))
        .hasMessageThat()
        .contains("has no pod template");
  }
}
