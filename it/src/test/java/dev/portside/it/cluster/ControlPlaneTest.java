package dev.portside.it.cluster;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ControlPlaneTest {

  private static final List<String> CUSTOM =
      List.of(
          """
          apiVersion: dapr.io/v1alpha1
          kind: Component
          metadata:
            name: orders
          spec:
            type: pubsub.redis
            version: v1
            metadata:
              - name: redisHost
                value: redis:6379
          """,
          """
          apiVersion: networking.istio.io/v1
          kind: Sidecar
          metadata:
            name: default
          spec:
            egress:
              - hosts: ["./*"]
          """,
          """
          apiVersion: gateway.kyma-project.io/v2
          kind: APIRule
          metadata:
            name: shop
          spec:
            hosts: [shop]
            gateway: kyma-system/kyma-gateway
            service:
              name: shop
              port: 80
            rules:
              - path: /*
                methods: [GET]
                noAuth: true
          """);

  private ControlPlane plane;
  private String namespace;

  @BeforeEach
  void start() {
    plane = ControlPlane.shared();
    namespace = plane.namespace();
  }

  @Test
  void namespace_isThereAndNew() {
    assertThat(plane.client().namespaces().withName(namespace).get()).isNotNull();
    assertThat(plane.namespace()).isNotEqualTo(namespace);
  }

  @Test
  void deployment_becomesReady() {
    plane.client().resource(deployment("shop", "")).inNamespace(namespace).create();

    Deployment ready =
        plane
            .client()
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withName("shop")
            .waitUntilReady(10, SECONDS);

    assertThat(ready.getStatus().getReadyReplicas()).isEqualTo(2);
  }

  @Test
  void deployment_whoseImageIsNotThere() throws Exception {
    plane
        .client()
        .resource(deployment("shop", "portside.dev/test: image-pull-error"))
        .inNamespace(namespace)
        .create();

    plane
        .client()
        .pods()
        .inNamespace(namespace)
        .waitUntilCondition(ControlPlaneTest::waits, 10, SECONDS);
    // Long enough that a stage played again would show.
    SECONDS.sleep(1);

    PodList pods = plane.client().pods().inNamespace(namespace).list();
    assertThat(pods.getItems()).hasSize(2);
    for (Pod pod : pods.getItems()) {
      assertThat(pod.getStatus().getPhase()).isEqualTo("Pending");
      assertThat(
              pod.getStatus().getConditions().stream()
                  .filter(it -> it.getType().equals("Ready"))
                  .map(it -> it.getStatus() + " " + it.getReason()))
          .containsExactly("False ContainersNotReady");
      ContainerStatus container = pod.getStatus().getContainerStatuses().get(0);
      assertThat(container.getReady()).isFalse();
      assertThat(container.getState().getWaiting().getReason()).isEqualTo("ImagePullBackOff");
      assertThat(container.getState().getWaiting().getMessage())
          .isEqualTo("Back-off pulling image \"registry.test/shop:1\"");
    }
    Deployment shop =
        plane.client().apps().deployments().inNamespace(namespace).withName("shop").get();
    assertThat(shop.getStatus().getReadyReplicas()).isNull();
    assertThat(shop.getStatus().getUnavailableReplicas()).isEqualTo(2);
  }

  private static boolean waits(Pod pod) {
    return pod != null
        && pod.getStatus().getContainerStatuses().stream()
            .anyMatch(it -> it.getState().getWaiting() != null);
  }

  @Test
  void crds_areServed() {
    plane.installCrds();
    plane.installCrds();

    for (String crd : CUSTOM) {
      plane.client().load(stream(crd)).inNamespace(namespace).create();
    }

    assertThat(
            plane.kubectl(
                "get",
                "components,sidecars.networking.istio.io,apirules.v2.gateway.kyma-project.io",
                "--output=name",
                "--namespace=" + namespace))
        .isEqualTo(
            """
            component.dapr.io/orders
            sidecar.networking.istio.io/default
            apirule.gateway.kyma-project.io/shop
            """);
    assertThat(
            plane.kubectl(
                "get",
                "apirules.v2.gateway.kyma-project.io",
                "shop",
                "--output=jsonpath={.apiVersion} {.spec.rules[0].noAuth}",
                "--namespace=" + namespace))
        .isEqualTo("gateway.kyma-project.io/v2 true");
  }

  @Test
  void kubectl_thatFails() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> plane.kubectl("get", "deployment", "nothing", "--namespace=" + namespace));

    assertThat(e).hasMessageThat().contains("deployments.apps \"nothing\" not found");
  }

  @Test
  void user_withoutRights() {
    try (KubernetesClient client = client(plane.kubeconfigFor("nobody"))) {
      KubernetesClientException e =
          assertThrows(
              KubernetesClientException.class, () -> client.pods().inNamespace(namespace).list());

      assertThat(e.getCode()).isEqualTo(403);
      assertThat(e).hasMessageThat().contains("User \"nobody\" cannot list resource \"pods\"");
    }
  }

  @Test
  void user_withRightsInItsNamespace() {
    plane.kubectl(
        "create",
        "rolebinding",
        "reads",
        "--clusterrole=view",
        "--user=reader",
        "--namespace=" + namespace);

    try (KubernetesClient client = client(plane.kubeconfigFor("reader"))) {
      assertThat(client.pods().inNamespace(namespace).list().getItems()).isEmpty();
    }
  }

  @Test
  void user_unknown() {
    assertThrows(IllegalArgumentException.class, () -> plane.kubeconfigFor("somebody"));

    try (KubernetesClient client = client(plane.kubeconfigWithUnknownToken())) {
      KubernetesClientException e =
          assertThrows(
              KubernetesClientException.class, () -> client.pods().inNamespace(namespace).list());

      assertThat(e.getCode()).isEqualTo(401);
    }
  }

  @Test
  @Tag("slow")
  void close_endsItsPrograms() {
    ControlPlane own = ControlPlane.start();
    Map<String, ProcessHandle> programs = own.programs();
    assertThat(programs.keySet())
        .containsExactly(
            "etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok");

    own.close();

    programs.forEach((name, program) -> assertThat(program.isAlive()).isFalse());
    assertThat(own.kubeconfig().getParent().toFile().exists()).isFalse();
    assertThrows(IllegalStateException.class, own::client);
  }

  @Test
  @Tag("slow")
  void programs_endWithTheirJvm() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Halting.class.getName())
            .redirectErrorStream(true)
            .start();
    List<String> lines = jvm.inputReader().lines().toList();

    assertThat(lines).hasSize(6);
    Path folder = Path.of(lines.get(5)).getParent();
    List<ProcessHandle> left =
        lines.subList(0, 5).stream()
            .flatMap(it -> ProcessHandle.of(Long.parseLong(it)).stream())
            .toList();
    for (int i = 0; i < 200 && (Files.exists(folder) || anyAlive(left)); i++) {
      MILLISECONDS.sleep(50);
    }
    assertThat(anyAlive(left)).isFalse();
    assertThat(Files.exists(folder)).isFalse();
  }

  private static boolean anyAlive(List<ProcessHandle> programs) {
    return programs.stream().anyMatch(ProcessHandle::isAlive);
  }

  /** Starts a control plane, tells its processes and its kubeconfig, and stops without a word. */
  static final class Halting {
    public static void main(String[] arguments) {
      ControlPlane plane = ControlPlane.start();
      plane.programs().values().forEach(it -> System.out.println(it.pid()));
      System.out.println(plane.kubeconfig());
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  private static Deployment deployment(String name, String label) {
    return Serialization.unmarshal(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: %1$s
        spec:
          replicas: 2
          selector:
            matchLabels:
              app: %1$s
          template:
            metadata:
              labels:
                app: %1$s
                %2$s
            spec:
              containers:
                - name: app
                  image: registry.test/%1$s:1
        """
            .formatted(name, label),
        Deployment.class);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static KubernetesClient client(String kubeconfig) {
    return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }
}
