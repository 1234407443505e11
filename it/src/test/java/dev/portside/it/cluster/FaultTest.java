package dev.portside.it.cluster;

import static com.google.common.truth.Truth.assertThat;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.cluster.Applied;
import dev.portside.cluster.Applied.Action;
import dev.portside.cluster.ClusterException;
import dev.portside.cluster.PortsideCluster;
import dev.portside.it.cluster.FaultyServer.Fault;
import dev.portside.manifest.Manifests;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An API server that does not always answer: asked again within bounds, then told in a sentence.
 */
@Timeout(60)
class FaultTest extends OnControlPlane {

  private static final String SET =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: one}
      data: {a: "1"}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: two}
      data: {a: "1"}
      """;

  private Manifests set() {
    return set(SET);
  }

  private FaultyServer server(Fault fault, int times) throws Exception {
    Config config = plane.client().getConfiguration();
    return new FaultyServer(
        SSLUtils.sslContext(config),
        config.getMasterUrl(),
        config.getAutoOAuthToken(),
        fault,
        times);
  }

  private static KubernetesClient client(FaultyServer server, int retries) {
    Config config =
        new ConfigBuilder()
            .withMasterUrl(server.url())
            .withRequestRetryBackoffLimit(retries)
            .withRequestRetryBackoffInterval(20)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @ParameterizedTest
  @EnumSource
  void passingFault_isSurvived(Fault fault) throws Exception {
    try (FaultyServer server = server(fault, 2);
        KubernetesClient client = client(server, 5)) {
      List<Applied> applied = PortsideCluster.applier(client).apply(set()).resources();

      assertThat(server.hits()).isEqualTo(2);
      assertThat(applied).hasSize(2);
      assertThat(
              PortsideCluster.applier(client).apply(set()).resources().stream()
                  .map(Applied::action)
                  .collect(toSet()))
          .containsExactly(Action.UNCHANGED);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BUSY", "ERROR", "DROPPED", "LOST"})
  void lastingFault_isTold(Fault fault) throws Exception {
    try (FaultyServer server = server(fault, Integer.MAX_VALUE);
        KubernetesClient client = client(server, 3)) {
      ClusterException e =
          assertThrows(ClusterException.class, () -> PortsideCluster.applier(client).apply(set()));

      assertThat(e)
          .hasMessageThat()
          .containsMatch("is too busy \\(429\\)|refuses it \\(500\\)|cannot reach the cluster");
      assertThat(server.hits()).isAtMost(8);
    }
  }

  @Test
  void noFault() throws Exception {
    try (FaultyServer server = server(Fault.SLOW, 0);
        KubernetesClient client = client(server, 0)) {
      assertThat(PortsideCluster.applier(client).apply(set()).resources()).hasSize(2);
    }
  }
}
