package dev.portside.cluster;

import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.manifest.SecretCopy;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The copies of Secrets that nobody needs once a set is deleted. */
final class UnusedCopies {

  private final Cluster cluster;
  private final List<Resource> resources;
  private final Set<ResourceRef> named = new HashSet<>();

  private UnusedCopies(Cluster cluster, List<Resource> resources) {
    this.cluster = cluster;
    this.resources = resources;
    resources.forEach(resource -> named.add(resource.ref()));
  }

  /**
   * Returns the copies that applying a set has made, and that nothing else asks for. A Secret that
   * does not say that it was copied, or that another manager says so of, is none; and a copy stays
   * where the user may not see it, or who else asks for it.
   */
  static List<Resource> of(Cluster cluster, List<Resource> resources) {
    UnusedCopies unused = new UnusedCopies(cluster, resources);
    List<Resource> copies = new ArrayList<>();
    // Where the annotation cannot be read nothing was copied.
    for (SecretCopy copy : SecretCopies.asked(resources, (asking, e) -> {})) {
      if (unused.isUnused(copy)) {
        copies.add(resource(copy));
      }
    }
    return copies;
  }

  private static Resource resource(SecretCopy copy) {
    Mapping tree =
        Mapping.builder()
            .put("apiVersion", "v1")
            .put("kind", "Secret")
            .put("metadata", Mapping.of("name", copy.name()))
            .build();
    return Resource.made(copy.resource().source().toString(), 0, tree, copy.to().namespace());
  }

  private boolean isUnused(SecretCopy copy) {
    try {
      return !named.contains(copy.to())
          && isMade(cluster.get(copy.to()), copy)
          && resources.stream().noneMatch(resource -> isAskedBeside(resource, copy));
    } catch (ClusterException e) {
      if (e.isForbidden()) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isMade(@Nullable Mapping live, SecretCopy copy) {
    if (live == null) {
      return false;
    }
    Mapping ours = Owned.fields(live, Cluster.MANAGER).mapping("f:metadata");
    String from = live.mapping("metadata").mapping("annotations").text(SecretCopies.COPIED_FROM);
    return ours.mapping("f:annotations").has("f:" + SecretCopies.COPIED_FROM)
        && SecretCopies.origin(copy).equals(from);
  }

  /** Returns whether a resource of the same kind, which is not in the set, asks for a copy too. */
  private boolean isAskedBeside(Resource resource, SecretCopy copy) {
    ResourceRef kind = resource.ref();
    String namespace = copy.to().namespace();
    if (!resource.annotations().has(SecretCopy.ANNOTATION)
        || !cluster.isServed(kind.apiVersion(), kind.kind())) {
      return false;
    }
    return cluster.list(kind.apiVersion(), kind.kind(), namespace, Map.of()).stream()
        .map(live -> Resource.made("cluster", 0, live, namespace))
        .filter(other -> !named.contains(other.ref()))
        .flatMap(other -> SecretCopies.asked(List.of(other), (asking, e) -> {}).stream())
        .anyMatch(other -> other.to().equals(copy.to()));
  }
}
