package dev.portside.dapr.injection;

import dev.portside.yaml.Mapping;
import java.util.List;

/**
 * A pod on its way into the cluster, as the injector is asked about it.
 *
 * @param namespace its namespace
 * @param user who creates it; a controller's service account as a rule
 * @param groups the groups of whoever creates it
 * @param pod metadata and spec
 * @param components the Components of the namespace
 */
public record PodRequest(
    String namespace, String user, List<String> groups, Mapping pod, List<Mapping> components) {

  private static final String REPLICA_SETS =
      "system:serviceaccount:kube-system:replicaset-controller";

  /** Copies the lists. */
  public PodRequest {
    groups = List.copyOf(groups);
    components = List.copyOf(components);
  }

  /** Returns the request of a controller for a pod, in a namespace without component containers. */
  public static PodRequest byController(String namespace, Mapping pod) {
    return new PodRequest(namespace, REPLICA_SETS, List.of(), pod, List.of());
  }

  Mapping annotations() {
    return pod.mapping("metadata").mapping("annotations");
  }

  /** Its name; empty where the API server is yet to make one. */
  String name() {
    String name = pod.mapping("metadata").text("name");
    return name == null ? "" : name;
  }

  Mapping spec() {
    return pod.mapping("spec");
  }
}
