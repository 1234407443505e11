package dev.portside.it.cluster;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.Portside;
import dev.portside.check.Findings;
import dev.portside.cluster.ClusterException;
import dev.portside.cluster.LiveCluster;
import dev.portside.cluster.PortsideCluster;
import dev.portside.dapr.DaprRuntime;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.kyma.KymaCluster;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real API server shows: the platform's facts, and workloads without what they made. */
class LiveClusterTest {

  private static final String READER =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: reads, namespace: shop}
      rules: [{apiGroups: ["*"], resources: ["*"], verbs: [get, list]}]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: reads, namespace: shop}
      roleRef: {kind: Role, name: reads, apiGroup: rbac.authorization.k8s.io}
      subjects: [{kind: User, name: reader, apiGroup: rbac.authorization.k8s.io}]
      """;

  private static ControlPlane plane;

  @TempDir private static Path folder;

  /** One of its own: what tells about a platform is the same for all who ask. */
  @BeforeAll
  static void start() throws IOException {
    plane = ControlPlane.start();
    plane.installCrds();
    Path file = folder.resolve("live.yaml");
    try (InputStream in = LiveClusterTest.class.getResourceAsStream("live.yaml")) {
      Files.write(file, in.readAllBytes());
    }
    plane.kubectl("apply", "--server-side", "-f", file.toString());
    plane.kubectl("-n", "shop", "rollout", "status", "deployment/orders", "--timeout=60s");
  }

  @AfterAll
  static void stop() {
    if (plane != null) {
      plane.close();
    }
  }

  private static Set<String> names(Manifests manifests, String namespace) {
    return manifests.resources().stream()
        .map(Resource::toString)
        .filter(name -> name.contains("/" + namespace + "/"))
        .collect(Collectors.toSet());
  }

  private static KubernetesClient client(String user) {
    Config config = Config.fromKubeconfig(plane.kubeconfigFor(user));
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @Test
  void platform_isTheClusters() {
    Platform platform = PortsideCluster.platform(plane.client());

    IstioMesh istio = platform.get(IstioMesh.SECTION);
    assertThat(istio.version().toString()).isEqualTo("1.29.2");
    assertThat(istio.nativeSidecars()).isFalse();
    assertThat(istio.outboundPolicy()).isEqualTo(IstioMesh.OutboundPolicy.REGISTRY_ONLY);
    assertThat(istio.autoMtls()).isFalse();
    assertThat(istio.rootNamespace()).isEqualTo("istio-config");
    assertThat(istio.injectsByDefault()).isTrue();
    assertThat(istio.excludeOutboundPorts()).isEqualTo("9092");
    DaprRuntime dapr = platform.get(DaprRuntime.SECTION);
    assertThat(dapr.namespace()).isEqualTo("dapr-control");
    assertThat(dapr.version().toString()).isEqualTo("1.16.4");
    assertThat(dapr.mtls()).isFalse();
    KymaCluster kyma = platform.get(KymaCluster.SECTION);
    assertThat(kyma.version().toString()).isEqualTo("2.10.1");
    assertThat(kyma.domain()).isEqualTo("gateway.example.com");
    assertThat(platform.namespaceLabels("shop").orElseThrow())
        .containsEntry("istio-injection", "enabled");
    assertThat(platform.namespaceLabels("nosuch")).isEmpty();
    assertThat(platform.isClosedWorld()).isFalse();
  }

  @Test
  void read_leavesOutWhatControllersMade() {
    Manifests manifests = PortsideCluster.read(plane.client());

    assertThat(plane.kubectl("-n", "shop", "get", "pods,replicasets,jobs", "-o", "name"))
        .contains("replicaset.apps/orders-");
    assertThat(names(manifests, "shop"))
        .containsExactly(
            "Service/shop/orders",
            "Deployment/shop/orders",
            "Job/shop/once",
            "Pod/shop/alone",
            "Component/shop/statestore",
            "PeerAuthentication/shop/default");
    assertThat(manifests.platform().isClosedWorld()).isTrue();
    assertThat(manifests.resources().stream().map(Resource::kind).toList())
        .containsNoneOf("Secret", "ConfigMap");
  }

  @Test
  void read_namesTheClusterAndDropsWhoWroteWhat() {
    for (Resource resource : PortsideCluster.read(plane.client()).resources()) {
      Mapping metadata = resource.tree().mapping("metadata");
      assertThat(metadata.has("managedFields")).isFalse();
      assertThat(metadata.has("uid")).isTrue();
      assertThat(resource.source().toString()).isEqualTo("cluster");
    }
  }

  @Test
  void read_ofSomeNamespacesIsNoClosedWorld() {
    Manifests manifests = PortsideCluster.read(plane.client(), "shop");

    assertThat(names(manifests, "istio-system")).isEmpty();
    assertThat(names(manifests, "shop")).contains("Deployment/shop/orders");
    assertThat(manifests.namespaceLabels("shop")).isPresent();
    assertThat(manifests.platform().isClosedWorld()).isFalse();
  }

  @Test
  void read_takesEveryPage() {
    String many = plane.namespace();
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < 501; i++) {
      yaml.append("---\napiVersion: v1\nkind: Service\nmetadata: {name: s-")
          .append(i)
          .append("}\nspec: {clusterIP: None}\n");
    }
    plane
        .client()
        .load(new ByteArrayInputStream(yaml.toString().getBytes(UTF_8)))
        .inNamespace(many)
        .create();

    assertThat(PortsideCluster.read(plane.client(), many).services()).hasSize(501);
  }

  @Test
  void check_ofANamespaceIsAboutItAlone() {
    Findings findings = Portside.check(PortsideCluster.read(plane.client()));

    assertThat(findings.of("dapr-app-id-duplicate")).isEmpty();
    assertThat(findings.in("shop").of("istio-capture-without-sidecar")).hasSize(1);
    assertThat(findings.in("default").isEmpty()).isTrue();
  }

  @Test
  void forbidden_isOneSentence() {
    try (KubernetesClient nobody = client("nobody")) {
      List<String> notes = new ArrayList<>();
      LiveCluster live = PortsideCluster.live(nobody).listening(notes::add);

      Platform platform = live.platform();
      assertThat(platform.get(IstioMesh.SECTION))
          .isEqualTo(Platform.today().get(IstioMesh.SECTION));
      assertThat(notes).hasSize(1);
      assertThat(notes.get(0)).contains("not allowed to read the list of Namespace");
      ClusterException refused =
          assertThrows(ClusterException.class, () -> live.manifests(platform));
      assertThat(refused.isForbidden()).isTrue();
      assertThat(refused).hasMessageThat().startsWith("not allowed (403): ");
    }
  }

  @Test
  void readerOfANamespace_readsIt() throws IOException {
    Path role = folder.resolve("role.yaml");
    Files.writeString(role, READER);
    plane.kubectl("apply", "-f", role.toString());
    try (KubernetesClient reader = client("reader")) {
      List<String> notes = new ArrayList<>();
      LiveCluster live = PortsideCluster.live(reader).listening(notes::add);

      Manifests manifests = live.manifests(Platform.today(), "shop");

      assertThat(names(manifests, "shop")).contains("Deployment/shop/orders");
      assertThat(manifests.namespaceLabels("shop")).isPresent();
      ClusterException refused =
          assertThrows(ClusterException.class, () -> live.manifests(Platform.today(), "default"));
      assertThat(refused.isForbidden()).isTrue();
    }
  }
}
