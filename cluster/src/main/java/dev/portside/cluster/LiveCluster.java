package dev.portside.cluster;

import dev.portside.lifecycle.Lifecycle;
import dev.portside.lifecycle.LookUp;
import dev.portside.manifest.GroupKind;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.platform.Table;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Tree;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the cluster of a fabric8 client: what it tells about the platform, and its resources as a
 * set. It changes nothing, and never reads a Secret.
 */
public final class LiveCluster {

  /** What findings name as the place of a live resource. */
  private static final String INPUT = "cluster";

  private static final String NAMESPACE = "Namespace";
  private static final Pointer MANAGED_FIELDS = Pointer.of("metadata", "managedFields");

  /** Core's own: namespaces exist, with their labels. */
  private static final LookUp NAMESPACES =
      LookUp.ofAll("v1", NAMESPACE, LiveCluster::withNamespace);

  /** A kind that is read, and in which version. */
  private record Served(String apiVersion, APIResource kind) {}

  private final KubernetesClient client;
  private final List<LookUp> lookUps;
  private final Set<GroupKind> kinds;
  private final Consumer<String> listener;

  private LiveCluster(
      KubernetesClient client,
      List<LookUp> lookUps,
      Set<GroupKind> kinds,
      Consumer<String> listener) {
    this.client = client;
    this.lookUps = lookUps;
    this.kinds = kinds;
    this.listener = listener;
  }

  /**
   * Returns what reads a cluster; {@code PortsideCluster.live(client)} makes one that knows all
   * extensions.
   *
   * @param lookUps what tells about the platform, beside the namespaces, in their order
   * @param groups API groups of which all kinds are read, beside Kubernetes' own that have pods or
   *     lead to them
   */
  public static LiveCluster of(KubernetesClient client, List<LookUp> lookUps, Set<String> groups) {
    List<LookUp> all = new ArrayList<>(List.of(NAMESPACES));
    all.addAll(lookUps);
    Set<GroupKind> kinds = new HashSet<>(Workload.kinds());
    for (Table.Row row : Table.read(LiveCluster.class, "live.txt")) {
      kinds.add(new GroupKind(row.get("group"), row.get("kind")));
    }
    groups.forEach(group -> kinds.add(new GroupKind(group, Lifecycle.ANY)));
    return new LiveCluster(client, List.copyOf(all), Set.copyOf(kinds), note -> {});
  }

  /** Returns one that says, in a sentence each, what it leaves assumed since it may not see it. */
  public LiveCluster listening(Consumer<String> changed) {
    return new LiveCluster(client, lookUps, kinds, changed);
  }

  /**
   * Returns what the cluster tells about its platform. What it does not tell, or not to this user,
   * is as on {@link Platform#today()}. It is not a closed world: sets that are judged on it may
   * refer to what only the cluster has.
   *
   * @throws ClusterException if the cluster does not answer
   */
  public Platform platform() {
    Cluster cluster = new Cluster(client);
    Platform platform = Platform.today();
    Set<String> unseen = new LinkedHashSet<>();
    for (LookUp lookUp : lookUps) {
      ResourceRef object = lookUp.object(platform);
      try {
        for (Mapping live : found(cluster, lookUp, object)) {
          platform = lookUp.learn(platform, live);
        }
      } catch (ClusterException e) {
        if (!e.isForbidden()) {
          throw e;
        }
        unseen.add(lookUp.isOfAll() ? "the list of " + object.kind() : object.toString());
      }
    }
    if (!unseen.isEmpty()) {
      listener.accept(
          "not allowed to read %s; what they tell about the platform is assumed"
              .formatted(String.join(", ", unseen)));
    }
    return platform;
  }

  private static List<Mapping> found(Cluster cluster, LookUp lookUp, ResourceRef object) {
    if (lookUp.isOfAll()) {
      List<Mapping> all = new ArrayList<>();
      for (APIResource kind : cluster.listable(object.apiVersion())) {
        if (kind.getKind().equals(object.kind())) {
          all.addAll(cluster.all(object.apiVersion(), kind, null));
        }
      }
      return all;
    }
    Mapping live = cluster.find(object);
    return live == null ? List.of() : List.of(live);
  }

  private static Platform withNamespace(Platform platform, Mapping live) {
    Mapping metadata = live.mapping("metadata");
    String name = metadata.text("name");
    if (name == null) {
      return platform;
    }
    Map<String, String> labels = new HashMap<>();
    Mapping own = metadata.mapping("labels");
    own.keys().forEach(key -> own.findText(key).ifPresent(text -> labels.put(key, text)));
    return platform.withNamespace(name, labels);
  }

  /**
   * Returns the live resources that Portside knows something about. Those that a controller made of
   * another one that is read, such as the Pods of a Deployment, are left out.
   *
   * <p>The resources of all namespaces are a closed world; those of some are not, since what they
   * refer to may be in another one.
   *
   * @param platform what they are judged on
   * @param namespaces whose resources are read; none for all. Resources that live in no namespace
   *     are read as well, where that is allowed
   * @throws ClusterException if the cluster does not answer, or refuses to show a kind
   */
  public Manifests manifests(Platform platform, String... namespaces) {
    Cluster cluster = new Cluster(client);
    List<Mapping> trees = new ArrayList<>();
    for (Served served : served(cluster)) {
      if (namespaces.length == 0) {
        trees.addAll(cluster.all(served.apiVersion(), served.kind(), null));
      } else if (Boolean.TRUE.equals(served.kind().getNamespaced())) {
        for (String namespace : namespaces) {
          trees.addAll(cluster.all(served.apiVersion(), served.kind(), namespace));
        }
      } else {
        trees.addAll(inNone(cluster, served, namespaces));
      }
    }
    Set<String> uids = new HashSet<>();
    trees.forEach(tree -> tree.mapping("metadata").findText("uid").ifPresent(uids::add));
    String own = namespaces.length == 1 ? namespaces[0] : "default";
    List<Resource> resources = new ArrayList<>();
    for (Mapping tree : trees) {
      if (!isMade(tree, uids)) {
        Mapping kept = (Mapping) tree.without(MANAGED_FIELDS);
        resources.add(Resource.made(INPUT, resources.size(), kept, own));
      }
    }
    return Manifests.of(own, namespaces.length == 0 ? platform.closedWorld() : platform, resources);
  }

  /** Who may see a namespace may see its own object, and none of other kinds that live in none. */
  private List<Mapping> inNone(Cluster cluster, Served served, String... namespaces) {
    String kind = served.kind().getKind();
    List<Mapping> found = new ArrayList<>();
    try {
      if (!kind.equals(NAMESPACE)) {
        return cluster.all(served.apiVersion(), served.kind(), null);
      }
      for (String name : namespaces) {
        Mapping live = cluster.get(new ResourceRef(served.apiVersion(), kind, "", name));
        if (live != null) {
          found.add(live);
        }
      }
    } catch (ClusterException e) {
      if (!e.isForbidden()) {
        throw e;
      }
      listener.accept("not allowed to read kind %s; it is left out".formatted(kind));
    }
    return found;
  }

  /** A kind that several versions serve is read in the one that the API server prefers. */
  private List<Served> served(Cluster cluster) {
    List<Served> served = new ArrayList<>();
    cluster
        .groups()
        .forEach(
            (group, versions) -> {
              if (kinds.stream().noneMatch(kind -> kind.group().equals(group))) {
                return;
              }
              Set<String> seen = new HashSet<>();
              for (String version : versions) {
                for (APIResource kind : cluster.listable(version)) {
                  if (isRead(group, kind.getKind()) && seen.add(kind.getKind())) {
                    served.add(new Served(version, kind));
                  }
                }
              }
            });
    return served;
  }

  private boolean isRead(String group, String kind) {
    return kinds.contains(new GroupKind(group, kind))
        || kinds.contains(new GroupKind(group, Lifecycle.ANY));
  }

  private static boolean isMade(Mapping tree, Set<String> uids) {
    for (Tree each : tree.mapping("metadata").sequence("ownerReferences")) {
      if (each instanceof Mapping owner
          && "true".equals(owner.text("controller"))
          && uids.contains(String.valueOf(owner.text("uid")))) {
        return true;
      }
    }
    return false;
  }
}
