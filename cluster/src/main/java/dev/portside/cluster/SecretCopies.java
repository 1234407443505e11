package dev.portside.cluster;

import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.manifest.SecretCopy;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The Secrets that a set's resources ask to have beside them, read where they are. */
final class SecretCopies {

  /** Says on a copy where it comes from. */
  static final String COPIED_FROM = "portside.dev/copied-from";

  private SecretCopies() {}

  /**
   * Returns the copies as resources, each once.
   *
   * @param failed takes why one cannot be made, and who asks for it
   */
  static List<Resource> of(
      Cluster cluster, List<Resource> resources, BiConsumer<Resource, ClusterException> failed) {
    List<Resource> copied = new ArrayList<>();
    for (SecretCopy copy : asked(resources, failed)) {
      try {
        copied.add(copied(cluster, copy));
      } catch (ClusterException e) {
        failed.accept(copy.resource(), e);
      }
    }
    return copied;
  }

  /** Returns what resources ask for, each copy once. */
  static Collection<SecretCopy> asked(
      List<Resource> resources, BiConsumer<Resource, ClusterException> failed) {
    Map<ResourceRef, SecretCopy> copies = new LinkedHashMap<>();
    for (Resource resource : resources) {
      try {
        SecretCopy.of(resource).forEach(copy -> copies.putIfAbsent(copy.to(), copy));
      } catch (IllegalArgumentException e) {
        failed.accept(resource, new ClusterException(String.valueOf(e.getMessage())));
      }
    }
    return copies.values();
  }

  /** Returns what a copy says of where it comes from. */
  static String origin(SecretCopy copy) {
    return copy.namespace() + "/" + copy.name();
  }

  private static Resource copied(Cluster cluster, SecretCopy copy) {
    Mapping secret = cluster.get(copy.from());
    if (secret == null) {
      throw new ClusterException(
          "%s does not exist and cannot be copied; %s names it"
              .formatted(copy.from(), SecretCopy.ANNOTATION));
    }
    String namespace = copy.to().namespace();
    Mapping metadata =
        Mapping.builder()
            .put("name", copy.name())
            .put("namespace", namespace)
            .put("annotations", Mapping.of(COPIED_FROM, origin(copy)))
            .build();
    Mapping.Builder tree =
        Mapping.builder().put("apiVersion", "v1").put("kind", "Secret").put("metadata", metadata);
    String type = secret.text("type");
    if (type != null) {
      tree.put("type", type);
    }
    tree.put("data", secret.mapping("data"));
    return Resource.made(copy.resource().source().toString(), 0, tree.build(), namespace);
  }
}
