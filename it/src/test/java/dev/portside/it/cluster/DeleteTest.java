package dev.portside.it.cluster;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.cluster.Applied;
import dev.portside.cluster.Applied.Action;
import dev.portside.cluster.ApplyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeleteTest extends OnControlPlane {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static final String SET =
      elsewhere("settings")
          + Orders.SERVICE
          + "---\n"
          + Orders.APP
          + """
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: one
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: two
          ---
          apiVersion: no.example.org/v1
          kind: Lamp
          metadata:
            name: lamp
          """;

  private static List<String> words(List<Applied> applied) {
    return applied.stream()
        .map(it -> "%s/%s %s".formatted(it.resource().kind(), it.resource().name(), it.action()))
        .toList();
  }

  @Test
  void set_isGone() {
    applier().unchecked().apply(set(SET.substring(0, SET.lastIndexOf("---"))));
    plane.kubectl("-n", namespace, "create", "configmap", "other");
    List<Applied> events = new ArrayList<>();

    List<Applied> deleted = applier().listening(events::add).delete(set(SET), LONG);

    assertThat(words(deleted))
        .containsExactly(
            "Deployment/orders DELETED",
            "Service/orders DELETED",
            "Lamp/lamp ABSENT",
            "ConfigMap/two DELETED",
            "ConfigMap/one DELETED",
            "ConfigMap/settings DELETED",
            "Namespace/" + namespace + "-own DELETED");
    // Within a phase the cluster's garbage collector decides which one is gone first.
    assertThat(deleted.stream().map(it -> it.resource().kind()).distinct())
        .containsExactly("Deployment", "Service", "Lamp", "ConfigMap", "Namespace")
        .inOrder();
    assertThat(events).isEqualTo(deleted);
    assertThat(plane.kubectl("-n", namespace, "get", "deploy,rs,pod,svc,cm", "-o", "name"))
        .isEqualTo("configmap/kube-root-ca.crt\nconfigmap/other\n");
    assertThat(own()).isNull();

    List<Applied> again = applier().delete(set(SET), LONG);

    assertThat(again).hasSize(7);
    assertThat(again.stream().map(Applied::action).distinct()).containsExactly(Action.ABSENT);
  }

  @Test
  void dryRun_keepsAll() {
    applier().unchecked().apply(set("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n"));

    List<Applied> deleted =
        applier()
            .dryRun()
            .delete(set("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n"), LONG);

    assertThat(words(deleted)).containsExactly("ConfigMap/one DELETED");
    assertThat(plane.client().configMaps().inNamespace(namespace).withName("one").get())
        .isNotNull();
  }

  @Test
  void finalizer_isTold() {
    String yaml =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: one
          finalizers: [example.org/held]
        ---
        apiVersion: v1
        kind: Namespace
        metadata:
          name: NS-own
        """;
    applier().unchecked().apply(set(yaml));

    ApplyException e =
        assertThrows(
            ApplyException.class, () -> applier().delete(set(yaml), Duration.ofSeconds(1)));

    assertThat(e).hasMessageThat().startsWith("not gone after 1 s:\nset.yaml:1:1: ConfigMap/");
    assertThat(e).hasMessageThat().contains("its deletion began at 2");
    assertThat(e).hasMessageThat().contains("finalizers example.org/held");
    // What the first phase waits for is not taken from under it.
    assertThat(own().getMetadata().getDeletionTimestamp()).isNull();
  }

  private static String component(String name, String from) {
    return """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: NAME
          annotations: {portside.dev/secret-from: FROM/redis}
        spec:
          type: state.redis
          version: v1
          metadata:
            - name: redisPassword
              secretKeyRef: {name: redis, key: password}
        ---
        """
        .replace("NAME", name)
        .replace("FROM", from);
  }

  private String redis() {
    plane.installCrds();
    String from = plane.namespace();
    plane.kubectl(
        "-n", from, "create", "secret", "generic", "redis", "--from-literal=password=TOPSECRET");
    return from;
  }

  private List<String> deleted(String yaml) {
    return words(applier().delete(set(yaml), LONG));
  }

  @Test
  void copyOfASecret_goesWithTheLastThatAsksForIt() {
    String from = redis();
    String state = component("state", from);
    String pubsub = component("pubsub", from);
    applier().unchecked().apply(set(state + pubsub + component("third", from)));

    assertThat(deleted(state)).containsExactly("Component/state DELETED");
    assertThat(words(applier().dryRun().delete(set(pubsub + component("third", from)), LONG)))
        .containsExactly(
            "Component/third DELETED", "Component/pubsub DELETED", "Secret/redis DELETED")
        .inOrder();
    assertThat(deleted(pubsub + component("third", from)))
        .containsExactly(
            "Component/pubsub DELETED", "Component/third DELETED", "Secret/redis DELETED");
    assertThat(plane.kubectl("-n", namespace, "get", "secret", "-o", "name")).isEmpty();
    assertThat(plane.kubectl("-n", from, "get", "secret", "-o", "name"))
        .isEqualTo("secret/redis\n");
  }

  @Test
  void secretThatIsNoCopy_stays() {
    String state = component("state", redis());
    applier().unchecked().apply(set(state));
    plane.kubectl("-n", namespace, "delete", "secret", "redis");
    plane.kubectl("-n", namespace, "create", "secret", "generic", "redis");

    assertThat(deleted(state)).containsExactly("Component/state DELETED");
    assertThat(plane.kubectl("-n", namespace, "get", "secret", "-o", "name"))
        .isEqualTo("secret/redis\n");
  }

  @Test
  void copyFromElsewhere_stays() {
    String state = component("state", redis());
    applier().unchecked().apply(set(state));

    assertThat(deleted(component("state", redis()))).containsExactly("Component/state DELETED");
    assertThat(plane.kubectl("-n", namespace, "get", "secret", "-o", "name"))
        .isEqualTo("secret/redis\n");
  }
}
