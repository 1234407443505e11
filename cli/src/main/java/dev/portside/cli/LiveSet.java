package dev.portside.cli;

import dev.portside.cluster.ClusterException;
import dev.portside.cluster.LiveCluster;
import dev.portside.cluster.PortsideCluster;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was read from a cluster.
 *
 * @param manifests its resources; those of all namespaces where the user may see them, since what
 *     another namespace holds decides about connections as well
 * @param namespace the one to report on; null for all
 */
record LiveSet(Manifests manifests, @Nullable String namespace) {

  static LiveSet read(
      ClusterOptions options,
      boolean all,
      @Nullable String wanted,
      UnaryOperator<Platform> platform,
      Consumer<String> notes) {
    try (Connection connection = options.connect()) {
      String own = wanted == null ? connection.namespace() : wanted;
      LiveCluster live = PortsideCluster.live(connection.client()).listening(notes);
      Platform facts = platform.apply(live.platform());
      try {
        Manifests manifests = live.manifests(facts);
        if (!all && manifests.namespaceLabels(own).isEmpty()) {
          throw new NoClusterException(
              "namespace %s: the cluster has no such namespace".formatted(own));
        }
        return new LiveSet(manifests, all ? null : own);
      } catch (ClusterException e) {
        if (all || !e.isForbidden()) {
          throw e;
        }
        notes.accept(
            "not allowed to read all namespaces; what namespace %s does not hold is unknown"
                .formatted(own));
        return new LiveSet(live.manifests(facts, own), own);
      }
    }
  }
}
