package dev.portside.testing.cluster;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.Portside;
import dev.portside.apply.Applied;
import dev.portside.apply.Applied.Action;
import dev.portside.apply.Applier;
import dev.portside.apply.ApplyException;
import dev.portside.manifest.Manifests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeleteTest {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static final String SET =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: %1$s-own
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: settings
        namespace: %1$s-own
      ---
      apiVersion: v1
      kind: Service
      metadata:
        name: orders
      spec:
        selector: {app: orders}
        ports: [{port: 80}]
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: orders
      spec:
        selector:
          matchLabels: {app: orders}
        template:
          metadata:
            labels: {app: orders}
          spec:
            containers:
            - name: orders
              image: orders:1
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

  private ControlPlane plane;
  private String namespace;
  private Applier applier;

  @BeforeEach
  void start() {
    plane = ControlPlane.shared();
    namespace = plane.namespace();
    applier = Portside.applier(plane.client()).unchecked();
  }

  private Manifests set(String yaml) {
    return Sets.of(namespace, yaml.formatted(namespace));
  }

  private static List<String> words(List<Applied> applied) {
    return applied.stream()
        .map(it -> "%s/%s %s".formatted(it.resource().kind(), it.resource().name(), it.action()))
        .toList();
  }

  @Test
  void set_isGone() {
    applier.apply(set(SET.substring(0, SET.lastIndexOf("---"))));
    plane.kubectl("-n", namespace, "create", "configmap", "other");
    List<Applied> events = new ArrayList<>();

    List<Applied> deleted = applier.listening(events::add).delete(set(SET), LONG);

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
    assertThat(plane.client().namespaces().withName(namespace + "-own").get()).isNull();

    List<Applied> again = applier.delete(set(SET), LONG);

    assertThat(again).hasSize(7);
    assertThat(again.stream().map(Applied::action).distinct()).containsExactly(Action.ABSENT);
  }

  @Test
  void dryRun_keepsAll() {
    applier.apply(set("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n"));

    List<Applied> deleted =
        applier
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
          name: %1$s-own
        """;
    applier.apply(set(yaml));

    ApplyException e =
        assertThrows(ApplyException.class, () -> applier.delete(set(yaml), Duration.ofSeconds(1)));

    assertThat(e).hasMessageThat().startsWith("not gone after 1 s:\nset.yaml:1:1: ConfigMap/");
    assertThat(e).hasMessageThat().contains("it is being deleted since 2");
    assertThat(e).hasMessageThat().contains("finalizers example.org/held");
    // What the first phase waits for is not taken from under it.
    assertThat(
            plane
                .client()
                .namespaces()
                .withName(namespace + "-own")
                .get()
                .getMetadata()
                .getDeletionTimestamp())
        .isNull();
  }
}
