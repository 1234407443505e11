package dev.portside.manifest;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.platform.Platform;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PodIndexTest {

  private static final Manifests SET =
      Sets.read(
          String.join(
              "---\n",
              pod("a", "shop", "app: x, tier: front"),
              pod("b", "shop", "app: x, tier: back, extra: e"),
              pod("c", "other", "app: x, tier: back"),
              pod("d", "shop", "tier: back"),
              pod("e", "shop", "app: old, app: z"),
              service("one", "shop", "app: x"),
              service("two", "shop", "tier: back, app: x"),
              service("none", "shop", ""),
              service("nobody", "shop", "app: x, tier: middle"),
              service("far", "other", "app: x"),
              service("old", "shop", "app: old"),
              service("last", "shop", "app: x, app: z"),
              "{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {mesh: 'on'}}}\n"));

  private static String pod(String name, String namespace, String labels) {
    return "{apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: %s, labels: {%s}}}\n"
        .formatted(name, namespace, labels);
  }

  private static String service(String name, String namespace, String selector) {
    return ("{apiVersion: v1, kind: Service, metadata: {name: %s, namespace: %s},"
            + " spec: {selector: {%s}}}\n")
        .formatted(name, namespace, selector);
  }

  private static Stream<String> selected(String namespace, String service) {
    return SET.selectedBy(SET.service(namespace, service).orElseThrow()).stream()
        .map(workload -> workload.resource().name());
  }

  @Test
  void selected() {
    assertThat(selected("shop", "one")).containsExactly("a", "b").inOrder();
    assertThat(selected("shop", "two")).containsExactly("b");
    assertThat(selected("shop", "none")).isEmpty();
    assertThat(selected("shop", "nobody")).isEmpty();
    assertThat(selected("other", "far")).containsExactly("c");
  }

  @Test
  void selected_lastOfTwoLabelsCounts() {
    assertThat(selected("shop", "old")).isEmpty();
    assertThat(selected("shop", "last")).containsExactly("e");
  }

  @Test
  void servicesOf() {
    assertThat(servicesOf("b")).containsExactly("one", "two").inOrder();
    assertThat(servicesOf("c")).containsExactly("far");
    assertThat(servicesOf("d")).isEmpty();
  }

  private static Stream<String> servicesOf(String pod) {
    Workload workload =
        SET.workloads().stream()
            .filter(candidate -> candidate.resource().name().equals(pod))
            .findFirst()
            .orElseThrow();
    return SET.servicesOf(workload).stream().map(service -> service.resource().name());
  }

  @Test
  void service_missing() {
    assertThat(SET.service("shop", "far")).isEmpty();
    assertThat(SET.service("shop", "one")).isPresent();
  }

  @Test
  void namespaceLabels_ofManifestThenPlatform() {
    Platform platform =
        Platform.today()
            .withNamespace("shop", Map.of("mesh", "off"))
            .withNamespace("known", Map.of("mesh", "on"));
    Manifests set = SET.on(platform);

    assertThat(set.namespaceLabels("shop").orElseThrow().text("mesh")).isEqualTo("on");
    assertThat(set.namespaceLabels("known").orElseThrow().text("mesh")).isEqualTo("on");
    assertThat(set.namespaceLabels("elsewhere")).isEmpty();
    assertThat(SET.namespaceLabels("known")).isEmpty();
  }

  @Test
  void answers_cannotBeChanged() {
    for (String service : List.of("one", "two")) {
      List<Workload> selected = SET.selectedBy(SET.service("shop", service).orElseThrow());
      assertThrows(UnsupportedOperationException.class, () -> selected.remove(0));
    }
    List<ServiceView> services = SET.servicesOf(SET.workloads().get(0));
    assertThrows(UnsupportedOperationException.class, () -> services.remove(0));
  }
}
