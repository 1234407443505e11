package dev.portside.manifest;

import dev.portside.platform.Table;
import dev.portside.yaml.Pointer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The one table of kinds: scope, and where the pod template stands. */
final class Kinds {

  /** Where a kind's pod template stands, and what Portside asks for in it. */
  record PodTemplate(Pointer root, Pointer annotations, Pointer containers) {
    PodTemplate(Pointer root) {
      this(
          root,
          root.resolve(Pointer.of("metadata", "annotations")),
          root.resolve(Pointer.of("spec", "containers")));
    }
  }

  private record Kind(boolean namespaced, Optional<PodTemplate> template, boolean asked) {}

  private static final Kind OTHER = new Kind(true, Optional.empty(), true);
  private static final Map<String, Map<String, Kind>> BY_KIND = load();

  private Kinds() {}

  static boolean isNamespaced(String apiVersion, String kind) {
    return find(apiVersion, kind).namespaced();
  }

  /** Returns whether it is one of Kubernetes' own kinds, or one with a pod template. */
  static boolean isKnown(String apiVersion, String kind) {
    return BY_KIND.getOrDefault(kind, Map.of()).containsKey(group(apiVersion, kind));
  }

  static Optional<PodTemplate> podTemplate(String apiVersion, String kind) {
    return find(apiVersion, kind).template();
  }

  /** Returns the kinds that have a pod template. */
  static Set<GroupKind> workloads() {
    Set<GroupKind> workloads = new HashSet<>();
    BY_KIND.forEach(
        (kind, groups) ->
            groups.forEach(
                (group, found) ->
                    found.template().ifPresent(t -> workloads.add(new GroupKind(group, kind)))));
    return workloads;
  }

  /** Returns whether anything asks for more of such a resource than its metadata. */
  static boolean isBodyAsked(String apiVersion, String kind) {
    return find(apiVersion, kind).asked();
  }

  /** Returns whether there is a group whose resources of that kind nobody reads further. */
  static boolean isSomeBodyUnasked(String kind) {
    Map<String, Kind> groups = BY_KIND.get(kind);
    return groups != null && groups.values().stream().anyMatch(found -> !found.asked());
  }

  private static Kind find(String apiVersion, String kind) {
    Map<String, Kind> groups = BY_KIND.get(kind);
    return groups == null ? OTHER : groups.getOrDefault(group(apiVersion, kind), OTHER);
  }

  /** {@code extensions/v1beta1} held Deployments and their kin before {@code apps} did. */
  static String group(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    boolean moved =
        group.equals("extensions") && BY_KIND.getOrDefault(kind, Map.of()).containsKey("apps");
    return moved ? "apps" : group;
  }

  private static Map<String, Map<String, Kind>> load() {
    Map<String, Map<String, Kind>> kinds = new HashMap<>();
    for (Table.Row row : Table.read(Kinds.class, "kinds.txt")) {
      kinds.computeIfAbsent(row.get("kind"), k -> new HashMap<>()).put(row.get("group"), kind(row));
    }
    return kinds;
  }

  private static Kind kind(Table.Row row) {
    Optional<PodTemplate> template =
        switch (row.get("template")) {
          case "" -> Optional.empty();
          case "/" -> Optional.of(new PodTemplate(Pointer.root()));
          default -> Optional.of(new PodTemplate(Pointer.parse(row.get("template"))));
        };
    boolean asked = !row.get("body").equals("unasked");
    return new Kind(row.get("scope").equals("namespaced"), template, asked);
  }
}
