package dev.portside.it.cluster;

import static com.google.common.truth.Truth.assertThat;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.check.FindingsException;
import dev.portside.cluster.Applied;
import dev.portside.cluster.Applied.Action;
import dev.portside.cluster.ApplyException;
import dev.portside.cluster.ClusterException;
import dev.portside.cluster.PortsideCluster;
import dev.portside.manifest.Manifests;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ApplyTest extends OnControlPlane {

  private static final String APP = Orders.APP + Orders.SERVICE + Orders.SETTINGS;

  private static List<Action> actions(List<Applied> all) {
    return all.stream().map(Applied::action).toList();
  }

  @Test
  void order_andActions() {
    List<Applied> events = new ArrayList<>();

    List<Applied> first = applier().listening(events::add).apply(set(APP)).resources();
    List<Applied> second = applier().apply(set(APP)).resources();
    List<Applied> dry =
        applier().dryRun().apply(set(APP.replace("level: info", "level: debug"))).resources();
    List<Applied> third =
        applier().apply(set(APP.replace("level: info", "level: debug"))).resources();

    assertThat(first.stream().map(applied -> applied.resource().kind()))
        .containsExactly("ConfigMap", "Service", "Deployment")
        .inOrder();
    assertThat(events).isEqualTo(first);
    assertThat(actions(first)).containsExactly(Action.CREATED, Action.CREATED, Action.CREATED);
    assertThat(actions(second).stream().collect(toSet())).containsExactly(Action.UNCHANGED);
    assertThat(actions(dry)).isEqualTo(actions(third));
    assertThat(actions(third))
        .containsExactly(Action.CONFIGURED, Action.UNCHANGED, Action.UNCHANGED)
        .inOrder();
  }

  @Test
  void await_rollOut() {
    List<Applied> ready = new ArrayList<>();

    applier().listening(ready::add).apply(set(APP)).await(Duration.ofSeconds(30));

    assertThat(ready.get(ready.size() - 1).action()).isEqualTo(Action.READY);
    assertThat(
            plane
                .client()
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName("orders")
                .get()
                .getStatus()
                .getAvailableReplicas())
        .isEqualTo(2);
  }

  @Test
  void await_imageThatIsNotThere() {
    String broken =
        APP.replace(
            "labels: {app: orders}", "labels: {app: orders, portside.dev/test: image-pull-error}");
    long start = System.nanoTime();

    ApplyException e =
        assertThrows(
            ApplyException.class, () -> applier().apply(set(broken)).await(Duration.ofMinutes(5)));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(e).hasMessageThat().contains("set.yaml:1:1: Deployment/" + namespace + "/orders");
    assertThat(e).hasMessageThat().contains("ImagePullBackOff");
  }

  @Test
  void await_timeOut() {
    String nowhere =
        APP.replace("      containers:", "      nodeSelector: {disk: none}\n      containers:");

    ApplyException e =
        assertThrows(
            ApplyException.class, () -> applier().apply(set(nowhere)).await(Duration.ofSeconds(3)));

    assertThat(e).hasMessageThat().startsWith("not ready after 3 s:");
    assertThat(e).hasMessageThat().contains("0 of 2 pods are available");
    assertThat(e).hasMessageThat().contains("last warning: FailedScheduling");
  }

  @Test
  void conflict_namesFieldAndManager() {
    applier().apply(set(APP));
    plane.kubectl("-n", namespace, "scale", "deployment/orders", "--replicas=3");

    ApplyException e = assertThrows(ApplyException.class, () -> applier().apply(set(APP)));
    List<Applied> forced = applier().forcingConflicts().apply(set(APP)).resources();

    assertThat(e).hasMessageThat().contains("set.yaml:1:1: Deployment/" + namespace + "/orders");
    assertThat(e).hasMessageThat().contains(".spec.replicas: conflict with \"kubectl\"");
    assertThat(actions(forced)).contains(Action.CONFIGURED);
  }

  @Test
  void refusedByTheServer_isNamedWithItsPlace() {
    plane.installCrds();
    String rule =
        """
        apiVersion: gateway.kyma-project.io/v2
        kind: APIRule
        metadata:
          name: orders
        spec:
          hosts: [Orders]
          gateway: kyma-system/kyma-gateway
          service: {name: orders, port: 80}
          rules:
            - {path: /*, methods: [GET], noAuth: true}
        """;

    ApplyException e =
        assertThrows(
            ApplyException.class, () -> applier().unchecked().apply(set(APP + "---\n" + rule)));

    assertThat(e).hasMessageThat().startsWith("3 resources applied, and then:");
    assertThat(e)
        .hasMessageThat()
        .contains("set.yaml:31:1: APIRule/" + namespace + "/orders: the API server refuses it");
    assertThat(e).hasMessageThat().contains("spec.hosts");
  }

  @Test
  void unknownKind() {
    String unknown =
        "apiVersion: example.com/v1\nkind: Unheard\nmetadata: {name: orders}\nspec: {}\n";

    ApplyException e = assertThrows(ApplyException.class, () -> applier().apply(set(unknown)));

    assertThat(e)
        .hasMessageThat()
        .contains("the cluster does not know kind Unheard of example.com/v1");
  }

  @Test
  void definition_thenItsKind() {
    String crd =
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: NAMEs.apply.example.com}
        spec:
          group: apply.example.com
          scope: Namespaced
          names: {plural: NAMEs, singular: NAME, kind: Thing-NAME, listKind: Thing-NAMEList}
          versions:
            - name: v1
              served: true
              storage: true
              schema:
                openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
        """;
    String thing =
        "apiVersion: apply.example.com/v1\nkind: Thing-NAME\nmetadata: {name: one}\nspec: {a: 1}\n";
    Manifests set =
        set((thing + "---\n" + crd).replace("Thing-NAME", "Thing").replace("NAME", "thing"));

    List<Applied> dry = applier().dryRun().apply(set).resources();
    List<Applied> real = applier().apply(set).resources();

    assertThat(actions(dry)).containsExactly(Action.CREATED, Action.CREATED);
    assertThat(actions(real)).containsExactly(Action.CREATED, Action.CREATED);
  }

  @Test
  void dryRun_keepsNothing() {
    String fresh = namespace + "-fresh";
    Manifests set =
        set(
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: "
                + fresh
                + "}\n---\n"
                + APP.replace(
                    "  name: orders\nspec", "  name: orders\n  namespace: " + fresh + "\nspec"));

    List<Applied> dry = applier().dryRun().apply(set).resources();

    assertThat(actions(dry).stream().collect(toSet())).containsExactly(Action.CREATED);
    assertThat(plane.client().namespaces().withName(fresh).get()).isNull();
    assertThat(plane.client().configMaps().inNamespace(namespace).withName("orders").get())
        .isNull();
  }

  @Test
  void liveObject_canBeAppliedAgain() {
    applier().apply(set(APP)).await(Duration.ofSeconds(30));
    String live =
        plane.kubectl(
            "-n", namespace, "get", "service", "orders", "-o", "yaml", "--show-managed-fields");

    // Portside becomes an owner of what only the defaults said before.
    assertThat(actions(applier().apply(set(live)).resources())).containsExactly(Action.CONFIGURED);
    assertThat(actions(applier().apply(set(live)).resources())).containsExactly(Action.UNCHANGED);
  }

  @Test
  void errors_stopTheApply() {
    plane.installCrds();
    String legacy =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: twice}\n---\n"
            + "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: twice}\n";

    assertThrows(FindingsException.class, () -> applier().apply(set(legacy)));
    assertThat(plane.client().configMaps().inNamespace(namespace).withName("twice").get()).isNull();
    assertThat(applier().unchecked().apply(set(legacy)).resources()).hasSize(2);
  }

  @Test
  void unreadablePart_isNotPassedOver() {
    ClusterException e =
        assertThrows(
            ClusterException.class, () -> applier().unchecked().apply(set(APP + "---\nkind: [\n")));

    assertThat(e).hasMessageThat().contains("set.yaml:31:7:");
  }

  @Test
  void interruptedAtEachStep_endsInTheSameState() {
    for (int steps = 1; steps <= 3; steps++) {
      String own = plane.namespace();
      Manifests there =
          set(APP.replace("  name: orders\n", "  name: orders\n  namespace: " + own + "\n"));
      int last = steps;
      List<Applied> events = new ArrayList<>();
      assertThrows(
          IllegalStateException.class,
          () ->
              applier()
                  .listening(
                      applied -> {
                        events.add(applied);
                        if (events.size() == last) {
                          throw new IllegalStateException("killed");
                        }
                      })
                  .apply(there));

      List<Action> again = actions(applier().apply(there).resources());

      assertThat(again.subList(0, last).stream().collect(toSet()))
          .containsExactly(Action.UNCHANGED);
      assertThat(again.subList(last, 3)).doesNotContain(Action.UNCHANGED);
      assertThat(actions(applier().apply(there).resources()).stream().collect(toSet()))
          .containsExactly(Action.UNCHANGED);
    }
  }

  @Test
  void tenAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(10);
    try {
      Callable<List<Applied>> apply = () -> applier().apply(set(APP)).resources();
      List<Future<List<Applied>>> all = threads.invokeAll(Collections.nCopies(10, apply));
      long created = 0;
      for (Future<List<Applied>> one : all) {
        created += actions(one.get()).stream().filter(Action.CREATED::equals).count();
      }
      assertThat(created).isAtLeast(3);
    } finally {
      threads.shutdown();
    }
    assertThat(actions(applier().apply(set(APP)).resources()).stream().collect(toSet()))
        .containsExactly(Action.UNCHANGED);
  }

  @Test
  void credentials() {
    try (KubernetesClient nobody = client(plane.kubeconfigFor("nobody"));
        KubernetesClient expired = client(plane.kubeconfigWithUnknownToken())) {
      ClusterException forbidden =
          assertThrows(
              ClusterException.class, () -> PortsideCluster.applier(nobody).apply(set(APP)));
      ClusterException unauthorized =
          assertThrows(
              ClusterException.class, () -> PortsideCluster.applier(expired).apply(set(APP)));

      assertThat(forbidden).hasMessageThat().contains("not allowed (403)");
      assertThat(unauthorized).hasMessageThat().contains("does not accept the credentials (401)");
    }
  }

  @Test
  void noCluster() {
    Config config = Config.fromKubeconfig(plane.kubeconfigFor("nobody"));
    config.setMasterUrl("https://127.0.0.1:1/");
    config.setRequestRetryBackoffLimit(0);
    try (KubernetesClient none = new KubernetesClientBuilder().withConfig(config).build()) {
      ClusterException e =
          assertThrows(ClusterException.class, () -> PortsideCluster.applier(none).apply(set(APP)));

      assertThat(e).hasMessageThat().contains("cannot reach the cluster at https://127.0.0.1:1/");
    }
  }

  private static KubernetesClient client(String kubeconfig) {
    return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }

  @Test
  void secretOfAnotherNamespace_isCopied() {
    plane.installCrds();
    String redis = plane.namespace();
    plane.kubectl(
        "-n", redis, "create", "secret", "generic", "redis", "--from-literal=password=TOPSECRET");
    String component =
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: statestore
          annotations: {portside.dev/secret-from: REDIS/redis}
        spec:
          type: state.redis
          version: v1
          metadata:
            - {name: redisHost, value: "redis:6379"}
            - name: redisPassword
              secretKeyRef: {name: redis, key: password}
        """
            .replace("REDIS", redis);

    List<Applied> events = new ArrayList<>();
    List<Applied> first = applier().listening(events::add).apply(set(component)).resources();
    List<Applied> second = applier().apply(set(component)).resources();
    ApplyException missing =
        assertThrows(
            ApplyException.class,
            () -> applier().apply(set(component.replace("/redis}", "/rediss}"))));

    Secret copy = plane.client().secrets().inNamespace(namespace).withName("redis").get();
    assertThat(copy.getData()).containsExactly("password", "VE9QU0VDUkVU");
    assertThat(actions(first)).containsExactly(Action.CREATED, Action.CREATED);
    assertThat(actions(second).stream().collect(toSet())).containsExactly(Action.UNCHANGED);
    assertThat(missing).hasMessageThat().contains("Secret/" + redis + "/rediss does not exist");
    assertThat(applier().diff(set(component)).stream().filter(d -> !d.isEmpty())).isEmpty();
    plane.client().secrets().inNamespace(namespace).withName("redis").delete();
    assertThat(
            applier().diff(set(component)).stream()
                .filter(difference -> !difference.isEmpty())
                .map(difference -> difference.resource().toString()))
        .containsExactly("Secret/" + namespace + "/redis");
    assertThat(Map.of("events", events, "first", first).toString()).doesNotContain("TOPSECRET");
    assertThat(Map.of("events", events, "first", first).toString()).doesNotContain("VE9QU0VD");
  }
}
