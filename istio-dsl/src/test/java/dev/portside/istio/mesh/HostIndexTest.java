package dev.portside.istio.mesh;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.manifest.Resource;
import dev.portside.yaml.Mapping;
import org.junit.jupiter.api.Test;

class HostIndexTest {

  private final HostIndex index = new HostIndex();

  @Test
  void matching_namesAndPatternsInOrder() {
    Resource all = rule("all");
    Resource own = rule("own");
    Resource domain = rule("domain");
    index.add("*", all);
    index.add("Redis.data.svc.cluster.local", own);
    index.add("kafka.data.svc.cluster.local", rule("other"));
    index.add("*.data.svc.cluster.local", domain);
    index.add("*.shop.svc.cluster.local", rule("elsewhere"));

    assertThat(index.matching(Host.ofService("data", "redis")))
        .containsExactly(all, own, domain)
        .inOrder();
  }

  private static Resource rule(String name) {
    Mapping tree =
        Mapping.builder()
            .put("apiVersion", "networking.istio.io/v1")
            .put("kind", "DestinationRule")
            .put("metadata", Mapping.of("name", name))
            .build();
    return Resource.made("test", 0, tree, "data");
  }
}
