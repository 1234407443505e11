package dev.portside.examples;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.dapr.DaprApp;
import dev.portside.dapr.DaprComponent;
import dev.portside.istio.IstioNamespace;
import dev.portside.istio.IstioPortCapture;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Workload;
import dev.portside.platform.Dataplane;
import dev.portside.platform.Platform;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The forms of the step, on sets of the DSL's and of others. */
class PortCaptureTest {

  private static final String OUTBOUND = "traffic.sidecar.istio.io/excludeOutboundPorts";
  private static final String INBOUND = "traffic.sidecar.istio.io/excludeInboundPorts";

  private static Manifests.Builder shop() {
    return Manifests.in("shop")
        .add(IstioNamespace.injected("shop"))
        .add(DaprApp.named("orders").image("orders:1").build());
  }

  private static Workload orders(Manifests.Builder set) {
    return set.build().workloads().get(0);
  }

  private static Workload orders(IstioPortCapture step) {
    return orders(shop().with(step));
  }

  @Test
  void excludingDapr_perDirection() {
    Workload orders = orders(IstioPortCapture.excludingDapr());

    assertThat(orders.annotation(OUTBOUND)).isEqualTo("443,50002,50005,50006");
    assertThat(orders.annotation(INBOUND)).isEqualTo("50002");
  }

  @Test
  void symmetric_writesTheUnionTwice() {
    Workload orders = orders(IstioPortCapture.excludingDapr().symmetric());

    assertThat(orders.annotation(OUTBOUND)).isEqualTo("443,50002,50005,50006");
    assertThat(orders.annotation(INBOUND)).isEqualTo("50002,443,50005,50006");
  }

  @Test
  void keepingHttpsCaptured_leavesOut443() {
    Workload orders = orders(IstioPortCapture.excludingDapr().keepingHttpsCaptured());

    assertThat(orders.annotation(OUTBOUND)).isEqualTo("50002,50005,50006");
  }

  @Test
  void exactLists_andNone() {
    Workload exact = orders(IstioPortCapture.of(List.of(9000), List.of(443, 25)));
    Workload none = orders(IstioPortCapture.none());

    assertThat(exact.annotation(INBOUND)).isEqualTo("9000");
    assertThat(exact.annotation(OUTBOUND)).isEqualTo("443,25");
    assertThat(none.annotations().has(OUTBOUND)).isFalse();
    assertThat(
            assertThrows(
                IllegalArgumentException.class, () -> IstioPortCapture.of(List.of(0), List.of())))
        .hasMessageThat()
        .isEqualTo("inbound port 0: must be 1 to 65535");
  }

  @Test
  void existingList_isAppendedTo() {
    Workload orders =
        orders(
            Manifests.in("shop")
                .add(IstioNamespace.injected("shop"))
                .add(
                    DaprApp.named("orders")
                        .image("orders:1")
                        .annotation(OUTBOUND, "25, 50005")
                        .build())
                .with(IstioPortCapture.excludingDapr()));

    assertThat(orders.annotation(OUTBOUND)).isEqualTo("25,50005,443,50002,50006");
  }

  @Test
  void unknownClaimant_failsWhenTheSetIsBuilt() {
    Manifests.Builder set = shop().with(IstioPortCapture.excludingClaims("vault"));

    assertThat(assertThrows(IllegalStateException.class, set::build))
        .hasMessageThat()
        .isEqualTo("there is no extension \"vault\": put portside-vault on the class path");
  }

  @Test
  void scopedComponent_concernsItsAppsOnly() {
    DaprComponent state = DaprComponent.redisState("s").host("redis:6379").scope("carts").build();
    Manifests set =
        shop()
            .add(state, DaprApp.named("carts").image("carts:1").build())
            .with(IstioPortCapture.excludingDapr())
            .build();

    assertThat(set.workloads().get(0).annotation(OUTBOUND)).isEqualTo("443,50002,50005,50006");
    assertThat(set.workloads().get(1).annotation(OUTBOUND)).isEqualTo("443,50002,50005,50006,6379");
  }

  @Test
  void backendInTheMesh_staysCaptured() {
    DaprApp redis =
        DaprApp.named("redis")
            .image("redis:7")
            .service(6379)
            .podTemplate(
                t -> t.editMetadata().removeFromAnnotations("dapr.io/enabled").endMetadata())
            .build();
    Workload orders =
        orders(
            shop()
                .add(redis, DaprComponent.redisState("s").host("redis:6379").build())
                .with(IstioPortCapture.excludingDapr()));

    assertThat(orders.annotation(OUTBOUND)).isEqualTo("443,50002,50005,50006");
  }

  @Test
  void socketLevelBalancing_excludesTheTargetPorts() {
    Workload orders =
        orders(
            shop()
                .on(Platform.today().with(Dataplane.SOCKET_LEVEL))
                .with(IstioPortCapture.excludingDapr()));

    assertThat(orders.annotation(OUTBOUND)).isEqualTo("6500,50001,50002,50005,50006");
  }

  @Test
  void podsWithoutSidecar_areLeftAlone() {
    Workload orders =
        orders(
            Manifests.in("shop")
                .add(IstioNamespace.excluded("shop"))
                .add(DaprApp.named("orders").image("orders:1").build())
                .with(IstioPortCapture.excludingDapr()));

    assertThat(orders.annotations().has(OUTBOUND)).isFalse();
  }

  private static Deployment deployment() {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("orders")
        .addToLabels("team", "shop")
        .endMetadata()
        .withNewSpec()
        .withReplicas(2)
        .withNewSelector()
        .addToMatchLabels("app", "orders")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "orders")
        .addToAnnotations(Map.of("dapr.io/enabled", "true", "dapr.io/app-id", "orders"))
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("orders")
        .withImage("orders:1")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  @Test
  void applyTo_givesBackNewObjects() {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("plain")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("c")
            .withImage("c:1")
            .endContainer()
            .endSpec()
            .build();
    Deployment before = deployment();
    List<HasMetadata> after = IstioPortCapture.excludingDapr().applyTo(List.of(before, pod));

    Deployment changed = (Deployment) after.get(0);
    assertThat(changed.getSpec().getTemplate().getMetadata().getAnnotations())
        .containsEntry(OUTBOUND, "443,50002,50005,50006");
    assertThat(before).isEqualTo(deployment());
    changed.getSpec().getTemplate().getMetadata().getAnnotations().remove(OUTBOUND);
    changed.getSpec().getTemplate().getMetadata().getAnnotations().remove(INBOUND);
    assertThat(changed).isEqualTo(before);
    assertThat(after.get(1)).isEqualTo(pod);
    assertThat(after.get(1)).isNotSameInstanceAs(pod);
  }
}
