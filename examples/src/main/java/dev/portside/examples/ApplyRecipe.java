package dev.portside.examples;

import dev.portside.cluster.PortsideCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;

/**
 * Applies the recipe to the cluster of the current kubeconfig, and waits until it is ready. Run it
 * again, and nothing changes.
 */
public final class ApplyRecipe {

  private ApplyRecipe() {}

  /** Applies the recipe for today's platform. */
  public static void main(String[] args) {
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      PortsideCluster.applier(client)
          .listening(applied -> System.out.println(applied))
          .apply(Recipe.today())
          .await(Duration.ofMinutes(5));
    }
  }
}
