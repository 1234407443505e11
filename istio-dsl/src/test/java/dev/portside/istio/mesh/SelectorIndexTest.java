package dev.portside.istio.mesh;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectorIndexTest {

  private final SelectorIndex index = new SelectorIndex();

  @Test
  void first_ofSeveralThatSelect() {
    Resource byTier = policy("by-tier", "shop");
    index.add(policy("other-tier", "shop"), labels("tier", "back"));
    index.add(byTier, labels("tier", "front"));
    index.add(policy("by-app", "shop"), labels("app", "a"));

    assertThat(index.first(workload("shop"))).isEqualTo(byTier);
  }

  @Test
  void first_carriesAllLabels() {
    Mapping both = Mapping.builder().put("app", "a").put("tier", "back").build();
    index.add(policy("both", "shop"), both);

    assertThat(index.first(workload("shop"))).isNull();
  }

  @Test
  void first_ofItsNamespaceOnly() {
    index.add(policy("by-app", "other"), labels("app", "a"));

    assertThat(index.first(workload("shop"))).isNull();
  }

  private static Mapping labels(String key, String value) {
    return Mapping.of(key, value);
  }

  private static Resource policy(String name, String namespace) {
    Mapping tree =
        Mapping.builder()
            .put("apiVersion", "security.istio.io/v1")
            .put("kind", "PeerAuthentication")
            .put("metadata", Mapping.of("name", name))
            .build();
    return Resource.made("test", 0, tree, namespace);
  }

  private static Workload workload(String namespace) {
    Mapping metadata =
        Mapping.builder()
            .put("name", "a")
            .put("labels", Mapping.builder().put("app", "a").put("tier", "front").build())
            .build();
    Mapping tree =
        Mapping.builder()
            .put("apiVersion", "v1")
            .put("kind", "Pod")
            .put("metadata", metadata)
            .build();
    Resource pod = Resource.made("test", 0, tree, namespace);
    return Manifests.of(namespace, Platform.today(), List.of(pod)).workloads().get(0);
  }
}
