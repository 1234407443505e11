package dev.portside.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which resources there are, worked out once a set: what is asked for costs what is found. Of most
 * kinds nobody asks for one by its name, or for those of a namespace.
 */
final class ResourceIndex {

  private record Name(String namespace, String name) {}

  private final Map<String, List<Resource>> byKind;
  private final Map<String, Map<Name, List<Resource>>> byName = new ConcurrentHashMap<>();
  private final Map<String, Map<String, List<Resource>>> byNamespace = new ConcurrentHashMap<>();

  ResourceIndex(List<Resource> resources) {
    this.byKind = grouped(resources, Resource::kind);
  }

  private static <K> Map<K, List<Resource>> grouped(
      List<Resource> resources, Function<Resource, K> by) {
    Map<K, List<Resource>> groups = new HashMap<>();
    for (Resource resource : resources) {
      groups.computeIfAbsent(by.apply(resource), k -> new ArrayList<>(1)).add(resource);
    }
    return groups;
  }

  private List<Resource> ofKind(String kind) {
    return byKind.getOrDefault(kind, List.of());
  }

  List<Resource> named(String group, String kind, String namespace, String name) {
    Map<Name, List<Resource>> names =
        byName.computeIfAbsent(
            kind, k -> grouped(ofKind(k), one -> new Name(one.namespace(), one.name())));
    return of(group, kind, names.get(new Name(namespace, name)));
  }

  List<Resource> ofKind(String group, String kind) {
    return of(group, kind, ofKind(kind));
  }

  List<Resource> ofKind(String group, String kind, String namespace) {
    Map<String, List<Resource>> namespaces =
        byNamespace.computeIfAbsent(kind, k -> grouped(ofKind(k), Resource::namespace));
    return of(group, kind, namespaces.get(namespace));
  }

  /** Two groups may have a kind of the same name. */
  private static List<Resource> of(String group, String kind, @Nullable List<Resource> found) {
    if (found == null) {
      return List.of();
    }
    List<Resource> own = new ArrayList<>(found.size());
    for (Resource resource : found) {
      if (resource.is(group, kind)) {
        own.add(resource);
      }
    }
    return own;
  }
}
