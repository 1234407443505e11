package dev.portside.cluster;

import dev.portside.Extension;
import dev.portside.Extensions;
import dev.portside.Portside;
import dev.portside.check.CheckOptions;
import dev.portside.lifecycle.Lifecycle;
import dev.portside.lifecycle.LookUp;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What Portside does with a cluster, in one place, through the user's own fabric8 client and with
 * the extensions on the class path.
 */
public final class PortsideCluster {

  private PortsideCluster() {}

  /**
   * Returns what applies sets to the cluster of a client; a set is checked first. It calls the
   * cluster when it is told to apply, not before.
   */
  public static Applier applier(KubernetesClient client) {
    return applier(client, CheckOptions.defaults());
  }

  /** Returns what applies sets to the cluster of a client, once the chosen rules find no error. */
  public static Applier applier(KubernetesClient client, CheckOptions options) {
    List<Lifecycle> lifecycles = new ArrayList<>();
    Extensions.found().forEach(extension -> lifecycles.addAll(extension.lifecycles()));
    return Applier.of(client, lifecycles, manifests -> Portside.check(manifests, options));
  }

  /**
   * Returns what reads a cluster: its resources, and what it tells about the platform. It calls the
   * cluster when it is told to read, not before.
   */
  public static LiveCluster live(KubernetesClient client) {
    List<LookUp> lookUps = new ArrayList<>();
    Set<String> groups = new HashSet<>();
    for (Extension extension : Extensions.found()) {
      lookUps.addAll(extension.lookUps());
      extension.lifecycles().forEach(lifecycle -> groups.add(lifecycle.group()));
    }
    return LiveCluster.of(client, lookUps, groups);
  }

  /**
   * Returns what a cluster tells about its platform; what it does not tell is as on {@link
   * Platform#today()}.
   *
   * @throws ClusterException if the cluster does not answer
   */
  public static Platform platform(KubernetesClient client) {
    return live(client).platform();
  }

  /**
   * Returns the live resources of the given namespaces, or of all where none is given, on the
   * cluster's own platform; see {@link LiveCluster#manifests}.
   *
   * @throws ClusterException if the cluster does not answer, or refuses to show something
   */
  public static Manifests read(KubernetesClient client, String... namespaces) {
    LiveCluster live = live(client);
    return live.manifests(live.platform(), namespaces);
  }
}
