package dev.portside.it.cluster;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.cluster.Applied;
import dev.portside.cluster.Applied.Action;
import dev.portside.cluster.Applier;
import dev.portside.cluster.ClusterException;
import dev.portside.cluster.Difference;
import dev.portside.manifest.ResourceRef;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PruneTest extends OnControlPlane {

  private static final String FIRST =
      elsewhere("far")
          + """
          ---
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata:
            name: disk
          spec:
            accessModes: [ReadWriteOnce]
            resources:
              requests:
                storage: 1Gi
          ---
          apiVersion: v1
          kind: ServiceAccount
          metadata:
            name: orders
          ---
          apiVersion: v1
          kind: Service
          metadata:
            name: orders
          spec:
            ports: [{port: 80}]
          ---
          """;

  private static final String KEPT =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: kept
      """;

  private Applier pruning;

  @BeforeEach
  void start() {
    pruning = applier().unchecked().pruning();
  }

  private static List<String> names(List<ResourceRef> refs) {
    return refs.stream().map(ref -> ref.kind() + "/" + ref.name()).toList();
  }

  private ConfigMap parent() {
    return plane.client().configMaps().inNamespace(namespace).withName("portside").get();
  }

  private boolean isThere(String kind, String in, String name) {
    String found = plane.kubectl("-n", in, "get", kind, name, "--ignore-not-found", "-o", "name");
    return !found.isEmpty();
  }

  @Test
  void parent_saysWhereMembersAre() throws Exception {
    pruning.apply(set(FIRST + KEPT));

    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(("portside." + namespace + ".ConfigMap.").getBytes(UTF_8));
    String id = "applyset-" + Base64.getUrlEncoder().encodeToString(hash).replace("=", "") + "-v1";
    assertThat(parent().getMetadata().getLabels()).containsExactly("applyset.kubernetes.io/id", id);
    assertThat(parent().getMetadata().getAnnotations())
        .isEqualTo(
            Map.of(
                "applyset.kubernetes.io/tooling", "portside/v1",
                "applyset.kubernetes.io/contains-group-kinds",
                    "ConfigMap,Namespace,PersistentVolumeClaim,Service,ServiceAccount",
                "applyset.kubernetes.io/additional-namespaces", namespace + "-own"));
    assertThat(
            plane.kubectl(
                "get",
                "ns,cm,pvc,sa,svc",
                "-A",
                "-l",
                "applyset.kubernetes.io/part-of=" + id,
                "-o",
                "jsonpath={.items[*].metadata.name}"))
        .isEqualTo(namespace + "-own far kept disk orders orders");
  }

  @Test
  void whatLeftTheSet_isDeleted() {
    plane.kubectl("-n", namespace, "create", "configmap", "other");
    pruning.apply(set(FIRST + KEPT));
    assertThat(pruning.pruned(set(FIRST + KEPT))).isEmpty();

    assertThat(names(applier().pruned(set(KEPT))))
        .containsExactly("Service/orders", "ConfigMap/far", "ServiceAccount/orders")
        .inOrder();
    List<Difference> differences = pruning.diff(set(KEPT));
    assertThat(differences.stream().filter(it -> !it.isEmpty()).map(it -> it.resource().kind()))
        .containsExactly("Service", "ConfigMap", "ServiceAccount")
        .inOrder();
    assertThat(differences.get(1).text())
        .startsWith("Service/" + namespace + "/orders: deleted\n- metadata:\n");

    List<Applied> dry = pruning.dryRun().apply(set(KEPT)).resources();
    assertThat(dry).hasSize(4);
    assertThat(isThere("service", namespace, "orders")).isTrue();

    List<Applied> done = pruning.apply(set(KEPT)).resources();

    assertThat(done).isEqualTo(dry);
    assertThat(done.get(0).action()).isEqualTo(Action.UNCHANGED);
    assertThat(done.subList(1, 4).stream().map(Applied::action).distinct())
        .containsExactly(Action.DELETED);
    assertThat(isThere("service", namespace, "orders")).isFalse();
    assertThat(isThere("serviceaccount", namespace, "orders")).isFalse();
    assertThat(isThere("configmap", namespace + "-own", "far")).isFalse();
    assertThat(isThere("configmap", namespace, "kept")).isTrue();
    assertThat(isThere("configmap", namespace, "other")).isTrue();
    assertThat(isThere("configmap", namespace, "portside")).isTrue();
    assertThat(isThere("pvc", namespace, "disk")).isTrue();
    assertThat(isThere("namespace", namespace, namespace + "-own")).isTrue();

    assertThat(pruning.pruned(set(KEPT))).isEmpty();
    assertThat(names(applier().unchecked().pruning("PersistentVolumeClaim").pruned(set(KEPT))))
        .containsExactly("PersistentVolumeClaim/disk");
    assertThat(parent().getMetadata().getAnnotations())
        .containsEntry(
            "applyset.kubernetes.io/contains-group-kinds",
            "ConfigMap,Namespace,PersistentVolumeClaim");
  }

  @Test
  void kinds_thatAreNamed() {
    pruning.apply(set(FIRST + KEPT));

    applier().unchecked().pruning("PersistentVolumeClaim", "Namespace").apply(set(KEPT));

    assertThat(own().getMetadata().getDeletionTimestamp()).isNotNull();
    assertThat(parent().getMetadata().getAnnotations())
        .containsEntry("applyset.kubernetes.io/contains-group-kinds", "ConfigMap");
  }

  @Test
  void secondRun_changesNothing() {
    pruning.apply(set(KEPT));
    String before = parent().getMetadata().getResourceVersion();

    assertThat(pruning.apply(set(KEPT)).isChanged()).isFalse();
    assertThat(parent().getMetadata().getResourceVersion()).isEqualTo(before);
  }

  @Test
  void copiedLabel_isNoMember() {
    pruning.apply(set(FIRST + KEPT));
    String id = parent().getMetadata().getLabels().get("applyset.kubernetes.io/id");
    plane.kubectl("-n", namespace, "create", "configmap", "copy");
    plane.kubectl(
        "-n", namespace, "label", "configmap", "copy", "applyset.kubernetes.io/part-of=" + id);

    assertThat(names(pruning.pruned(set(KEPT)))).doesNotContain("ConfigMap/copy");
  }

  @Test
  void kind_noLongerServed() {
    pruning.apply(set(FIRST + KEPT));
    plane.kubectl(
        "-n",
        namespace,
        "annotate",
        "--overwrite",
        "configmap",
        "portside",
        "applyset.kubernetes.io/contains-group-kinds=Lamp.no.example.org,Service,Torch.apps");

    assertThat(names(pruning.pruned(set(KEPT)))).containsExactly("Service/orders", "ConfigMap/far");
  }

  @Test
  void parent_ofAnotherTool() {
    plane.kubectl("-n", namespace, "create", "configmap", "portside");
    plane.kubectl(
        "-n",
        namespace,
        "annotate",
        "configmap",
        "portside",
        "applyset.kubernetes.io/tooling=kubectl/v1.36");

    ClusterException e = assertThrows(ClusterException.class, () -> pruning.apply(set(KEPT)));

    assertThat(e)
        .hasMessageThat()
        .isEqualTo(
            ("ConfigMap/%s/portside cannot keep track of what is to be pruned: it belongs to"
                    + " kubectl/v1.36, as its annotation applyset.kubernetes.io/tooling says; use"
                    + " another namespace, or delete it")
                .formatted(namespace));
    assertThat(isThere("configmap", namespace, "kept")).isFalse();
  }

  @Test
  void withoutPruning_nothingIsDeleted() {
    pruning.apply(set(FIRST + KEPT));

    applier().apply(set(KEPT));

    assertThat(isThere("service", namespace, "orders")).isTrue();
  }

  @Test
  void withoutPruning_membersStayMembers() {
    pruning.apply(set(FIRST + KEPT));

    assertThat(applier().apply(set(FIRST + KEPT)).isChanged()).isFalse();
    assertThat(applier().diff(set(FIRST + KEPT)).stream().filter(it -> !it.isEmpty())).isEmpty();
    applier().apply(set(KEPT + "data: {a: b}\n"));

    assertThat(names(pruning.pruned(set(KEPT))))
        .containsExactly("Service/orders", "ConfigMap/far", "ServiceAccount/orders");
  }

  @Test
  void anotherSet_isRefused() {
    pruning.apply(set(FIRST + KEPT));
    String before = parent().getMetadata().getResourceVersion();
    String other = KEPT.replace("kept", "other");
    String space = FIRST.substring(0, FIRST.indexOf("---") + 4);

    for (String yaml : List.of(other, space + other)) {
      ClusterException e = assertThrows(ClusterException.class, () -> pruning.apply(set(yaml)));
      assertThrows(ClusterException.class, () -> pruning.dryRun().apply(set(yaml)));

      assertThat(e)
          .hasMessageThat()
          .isEqualTo(
              ("nothing was applied, since everything that was applied with pruning for namespace"
                      + " NS would be deleted, and none of it is in this set: Service/NS/orders,"
                      + " ConfigMap/NS-own/far, ServiceAccount/NS/orders, ConfigMap/NS/kept. Only one"
                      + " set of a namespace can be pruned: apply this one for another namespace, or"
                      + " without pruning; if it replaces the other, delete that one first")
                  .replace("NS", namespace));
    }
    assertThat(isThere("configmap", namespace, "other")).isFalse();
    assertThat(parent().getMetadata().getResourceVersion()).isEqualTo(before);

    applier().delete(set(FIRST.substring(space.length()) + KEPT), Duration.ofSeconds(60));
    pruning.apply(set(other));

    assertThat(isThere("configmap", namespace, "other")).isTrue();
  }

  @Test
  void kind_thatNeedsNoName() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> applier().pruning("Service"));

    assertThat(e).hasMessageThat().startsWith("\"Service\" cannot be named: only Namespace, ");
  }
}
