package dev.portside.manifest;

import static com.google.common.truth.Truth.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceIndexTest {

  private static final String MESH = "networking.istio.io";
  private static final String API = "gateway.networking.k8s.io";

  private static final Manifests SET =
      Sets.read(
          String.join(
              "---\n",
              resource(MESH + "/v1", "Gateway", "shop", "front"),
              resource(API + "/v1", "Gateway", "shop", "front"),
              resource(MESH + "/v1beta1", "Gateway", "other", "front"),
              resource(MESH + "/v1", "Gateway", "shop", "back"),
              resource(MESH + "/v1alpha3", "Gateway", "shop", "front"),
              resource("v1", "Pod", "shop", "a"),
              resource("v1", "Pod", "other", "b"),
              resource("apps/v1", "Deployment", "shop", "c")));

  private static String resource(String version, String kind, String namespace, String name) {
    return "{apiVersion: %s, kind: %s, metadata: {name: %s, namespace: %s}}\n"
        .formatted(version, kind, name, namespace);
  }

  private static List<String> versionsAndNames(List<Resource> resources) {
    return resources.stream().map(one -> one.ref().apiVersion() + " " + one.name()).toList();
  }

  @Test
  void ofKind_anyVersionOfTheGroupInOrder() {
    assertThat(versionsAndNames(SET.ofKind(MESH, "Gateway")))
        .containsExactly(
            MESH + "/v1 front",
            MESH + "/v1beta1 front",
            MESH + "/v1 back",
            MESH + "/v1alpha3 front")
        .inOrder();
    assertThat(versionsAndNames(SET.ofKind(API, "Gateway"))).containsExactly(API + "/v1 front");
    assertThat(SET.ofKind(MESH, "Sidecar")).isEmpty();
  }

  @Test
  void ofKind_ofNamespace() {
    assertThat(versionsAndNames(SET.ofKind(MESH, "Gateway", "other")))
        .containsExactly(MESH + "/v1beta1 front");
    assertThat(SET.ofKind(API, "Gateway", "other")).isEmpty();
    assertThat(SET.ofKind(MESH, "Gateway", "nowhere")).isEmpty();
  }

  @Test
  void named_onceForEachThatStandsThere() {
    assertThat(versionsAndNames(SET.named(MESH, "Gateway", "shop", "front")))
        .containsExactly(MESH + "/v1 front", MESH + "/v1alpha3 front")
        .inOrder();
    assertThat(SET.named(MESH, "Gateway", "shop", "side")).isEmpty();
  }

  @Test
  void workloads_ofNamespace() {
    assertThat(SET.workloads("shop").stream().map(one -> one.resource().name()))
        .containsExactly("a", "c")
        .inOrder();
    assertThat(SET.workloads("nowhere")).isEmpty();
  }
}
