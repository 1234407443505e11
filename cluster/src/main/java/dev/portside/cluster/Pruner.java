package dev.portside.cluster;

import static java.util.stream.Collectors.joining;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.manifest.SecretCopy;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what a set once had and has no longer: the live members of an {@link ApplySet} that it does
 * not name.
 */
final class Pruner {

  private static final String MANAGER = Cluster.MANAGER + "-applyset";

  /** With them goes what nobody can bring back: all that is in them, or is of them. */
  private static final Set<String> KEPT =
      Set.of("Namespace", "CustomResourceDefinition.apiextensions.k8s.io", "PersistentVolumeClaim");

  /**
   * The live members.
   *
   * @param gone those that the set no longer has
   * @param kept those of them that stay, since their kind is kept
   * @param common those that the set still has, whose kind is not kept; no copies
   */
  private record Members(
      List<ResourceRef> gone, List<ResourceRef> kept, List<ResourceRef> common) {}

  private final Cluster cluster;
  private final Lifecycles lifecycles;
  private final Manifests manifests;
  private final Set<String> named;
  private final Set<ResourceRef> copies;
  private final ApplySet set;
  private final ApplySet.Scope before;

  /**
   * Reads the parent.
   *
   * @param named which of the kept kinds are pruned nevertheless
   * @throws ClusterException if the parent is not ours
   */
  Pruner(Cluster cluster, Lifecycles lifecycles, Manifests manifests, Set<String> named) {
    this.cluster = cluster;
    this.lifecycles = lifecycles;
    this.manifests = manifests;
    this.named = named;
    this.copies = copies(manifests);
    this.set = new ApplySet(manifests.namespace());
    this.before = set.read(cluster.get(set.parent()));
  }

  /**
   * Returns the kinds that are pruned although they are kept otherwise.
   *
   * @throws IllegalArgumentException if a kind is none of those
   */
  static Set<String> named(String... kinds) {
    for (String kind : kinds) {
      if (KEPT.stream().noneMatch(kept -> kept.equals(kind) || kept.startsWith(kind + "."))) {
        throw new IllegalArgumentException(
            ("\"%s\" cannot be named: only Namespace, CustomResourceDefinition and"
                    + " PersistentVolumeClaim can, since they are kept otherwise")
                .formatted(kind));
      }
    }
    return Set.copyOf(List.of(kinds));
  }

  /** Returns a resource's tree as a member of the set. */
  Mapping member(Mapping tree) {
    return set.member(tree);
  }

  /** Notes in the parent where members were and will be, before the first one is applied. */
  void begin() {
    write(before.and(after()));
  }

  /**
   * Refuses to replace one set by another: where nothing of the one that is tracked is left, it is
   * rather a second one in the same namespace.
   *
   * @throws ClusterException if it is; it names what would be deleted
   */
  void ensureSameSet() {
    Members members = members();
    if (members.gone().isEmpty() || !members.common().isEmpty()) {
      return;
    }
    throw new ClusterException(
        ("nothing was applied, since everything that was applied with pruning for namespace %s"
                + " would be deleted, and none of it is in this set: %s. Only one set of a namespace"
                + " can be pruned: apply this one for another namespace, or without pruning; if it"
                + " replaces the other, delete that one first")
            .formatted(
                set.parent().namespace(),
                members.gone().stream().map(ResourceRef::toString).collect(joining(", "))));
  }

  /** Returns what will be pruned, in the order in which that is done. */
  List<ResourceRef> gone() {
    return members().gone();
  }

  /** Deletes what is no longer in the set, and notes where members are now. */
  List<Applied> prune(Deleter deleter) {
    Members members = members();
    List<Applied> pruned = deleter.deleteAll(members.gone());
    ApplySet.Scope left = after();
    members.kept().forEach(left::add);
    write(left);
    return pruned;
  }

  private ApplySet.Scope after() {
    ApplySet.Scope after = ApplySet.Scope.empty();
    manifests.resources().forEach(resource -> after.add(resource.ref()));
    copies.forEach(after::add);
    return after;
  }

  /** The copies of Secrets are members too, though no document names them. */
  private static Set<ResourceRef> copies(Manifests manifests) {
    Set<ResourceRef> copies = new HashSet<>();
    for (Resource resource : manifests.resources()) {
      try {
        SecretCopy.of(resource).forEach(copy -> copies.add(copy.to()));
      } catch (IllegalArgumentException e) {
        throw new ClusterException("%s: %s".formatted(resource.source(), e.getMessage()));
      }
    }
    return copies;
  }

  private void write(ApplySet.Scope scope) {
    cluster.apply(MANAGER, set.parent(), set.parent(scope), true, false);
  }

  private Members members() {
    Members members = new Members(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    ApplySet.Scope scope = before.and(after());
    scope.namespaces().add(set.parent().namespace());
    for (String groupKind : scope.kinds()) {
      int dot = groupKind.indexOf('.');
      String kind = dot < 0 ? groupKind : groupKind.substring(0, dot);
      String version = cluster.version(dot < 0 ? "" : groupKind.substring(dot + 1), kind);
      if (version != null) {
        for (Mapping live : list(version, kind, scope)) {
          add(members, version, kind, live);
        }
      }
    }
    Comparator<ResourceRef> phase = Comparator.comparing(ref -> lifecycles.of(ref).phase());
    members.gone().sort(phase.thenComparing(Comparator.naturalOrder()));
    Collections.reverse(members.gone());
    return members;
  }

  private List<Mapping> list(String version, String kind, ApplySet.Scope scope) {
    Map<String, String> label = set.label();
    if (!cluster.isNamespaced(version, kind)) {
      return cluster.list(version, kind, null, label);
    }
    List<Mapping> all = new ArrayList<>();
    for (String namespace : scope.namespaces()) {
      all.addAll(cluster.list(version, kind, namespace, label));
    }
    return all;
  }

  private void add(Members members, String version, String kind, Mapping live) {
    Mapping metadata = live.mapping("metadata");
    String namespace = String.valueOf(metadata.findText("namespace").orElse(""));
    ResourceRef ref =
        new ResourceRef(version, kind, namespace, String.valueOf(metadata.text("name")));
    if (!ApplySet.isMember(live)
        || metadata.has("deletionTimestamp")
        || ref.equals(set.parent())
        || copies.contains(ref)) {
      return;
    }
    boolean kept = KEPT.contains(ApplySet.groupKind(ref));
    boolean isNamed = named.contains(kind) || named.contains(ApplySet.groupKind(ref));
    if (!isInSet(ref, String.valueOf(metadata.text("uid")))) {
      (kept && !isNamed ? members.kept() : members.gone()).add(ref);
    } else if (!kept) {
      members.common().add(ref);
    }
  }

  /** One object may be served in two groups. */
  private boolean isInSet(ResourceRef ref, String uid) {
    for (Resource resource : manifests.resources()) {
      ResourceRef own = resource.ref();
      if (own.kind().equals(ref.kind()) && own.name().equals(ref.name())) {
        boolean same = own.namespace().equals(ref.namespace()) && own.group().equals(ref.group());
        Mapping live = same ? null : cluster.find(own);
        if (same || live != null && uid.equals(live.mapping("metadata").text("uid"))) {
          return true;
        }
      }
    }
    return false;
  }
}
