package dev.portside.apply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.manifest.SecretCopy;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a set once had and has no longer: an ApplySet, whose members carry its id, and whose
 * parent says where to look for them. The parent is a ConfigMap in the set's namespace. Source:
 * KEP-3659, and kubernetes/kubectl pkg/cmd/apply/applyset.go, 1.36.
 */
final class Pruner {

  private static final String PARENT = "portside";
  private static final String MANAGER = Cluster.MANAGER + "-applyset";
  private static final String TOOL = "portside";

  private static final String PREFIX = "applyset.kubernetes.io/";
  private static final String ID = PREFIX + "id";
  private static final String PART_OF = PREFIX + "part-of";
  private static final String TOOLING = PREFIX + "tooling";
  private static final String KINDS = PREFIX + "contains-group-kinds";
  private static final String NAMESPACES = PREFIX + "additional-namespaces";

  /** With them goes what nobody can bring back: all that is in them, or is of them. */
  private static final Set<String> KEPT =
      Set.of("Namespace", "CustomResourceDefinition.apiextensions.k8s.io", "PersistentVolumeClaim");

  /** Where members are: their kinds as {@code Kind.group}, and their namespaces. */
  private record Scope(TreeSet<String> kinds, TreeSet<String> namespaces) {

    static Scope empty() {
      return new Scope(new TreeSet<>(), new TreeSet<>());
    }

    void add(ResourceRef ref) {
      kinds.add(groupKind(ref));
      if (!ref.namespace().isEmpty()) {
        namespaces.add(ref.namespace());
      }
    }

    Scope and(Scope other) {
      Scope both = new Scope(new TreeSet<>(kinds), new TreeSet<>(namespaces));
      both.kinds.addAll(other.kinds);
      both.namespaces.addAll(other.namespaces);
      return both;
    }
  }

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
  private final ResourceRef parent;
  private final Scope before;

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
    this.parent = new ResourceRef("v1", "ConfigMap", manifests.namespace(), PARENT);
    this.before = read(cluster.get(parent));
  }

  /**
   * Returns the kinds that are pruned although they are kept else.
   *
   * @throws IllegalArgumentException if a kind is none of those
   */
  static Set<String> named(String... kinds) {
    for (String kind : kinds) {
      if (KEPT.stream().noneMatch(kept -> kept.equals(kind) || kept.startsWith(kind + "."))) {
        throw new IllegalArgumentException(
            ("\"%s\" is not to be named: only Namespace, CustomResourceDefinition and"
                    + " PersistentVolumeClaim are, since they are kept else")
                .formatted(kind));
      }
    }
    return Set.of(kinds);
  }

  /** Returns a set's id, made of its parent's name. */
  static String id(ResourceRef parent) {
    String name =
        String.join(".", parent.name(), parent.namespace(), parent.kind(), parent.group());
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return "applyset-%s-v1"
          .formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns a resource's tree as a member of the set. */
  static Mapping member(Mapping tree, Manifests manifests) {
    ResourceRef parent = new ResourceRef("v1", "ConfigMap", manifests.namespace(), PARENT);
    return (Mapping) tree.with(Pointer.of("metadata", "labels", PART_OF), Scalar.of(id(parent)));
  }

  /**
   * Returns a resource's tree that keeps the object in the set of which it is a member already:
   * applying without pruning says nothing about that, and would drop a label that it leaves out.
   */
  static Mapping keeping(Mapping tree, @Nullable Mapping live) {
    if (live == null || !isOurs(live) || tree.mapping("metadata").mapping("labels").has(PART_OF)) {
      return tree;
    }
    String set = String.valueOf(live.mapping("metadata").mapping("labels").text(PART_OF));
    return (Mapping) tree.with(Pointer.of("metadata", "labels", PART_OF), Scalar.of(set));
  }

  /**
   * Kubernetes copies labels to what it makes itself, such as a Service's to its EndpointSlices:
   * only what has its label from us is ours to delete.
   */
  private static boolean isOurs(Mapping live) {
    Mapping labels = Owned.fields(live, Cluster.MANAGER).mapping("f:metadata").mapping("f:labels");
    return labels.has("f:" + PART_OF);
  }

  private Scope read(@Nullable Mapping live) {
    Scope scope = Scope.empty();
    if (live == null) {
      return scope;
    }
    Mapping metadata = live.mapping("metadata");
    Mapping annotations = metadata.mapping("annotations");
    String tooling = annotations.text(TOOLING);
    String id = metadata.mapping("labels").text(ID);
    if (tooling == null && id == null) {
      return scope;
    }
    if (tooling == null || !tooling.substring(0, name(tooling)).equals(TOOL)) {
      throw new ClusterException(
          ("%s cannot keep track of what is to be pruned: it belongs to %s, as its annotation %s"
                  + " says; use another namespace, or delete it")
              .formatted(parent, tooling == null ? "another tool" : tooling, TOOLING));
    }
    if (!id(parent).equals(id)) {
      throw new ClusterException(
          "%s cannot keep track of what is to be pruned: its label %s is %s, and should be %s"
              .formatted(parent, ID, id, id(parent)));
    }
    scope.kinds().addAll(list(annotations.text(KINDS)));
    scope.namespaces().addAll(list(annotations.text(NAMESPACES)));
    return scope;
  }

  /** Where the version begins; the name before it may hold slashes. */
  private static int name(String tooling) {
    int slash = tooling.lastIndexOf('/');
    return slash < 0 ? tooling.length() : slash;
  }

  private static List<String> list(@Nullable String annotation) {
    return annotation == null || annotation.isEmpty()
        ? List.of()
        : Arrays.asList(annotation.split(","));
  }

  private static String groupKind(ResourceRef ref) {
    return ref.group().isEmpty() ? ref.kind() : ref.kind() + "." + ref.group();
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
        ("nothing was applied, since all that was applied with pruning for namespace %s would be"
                + " deleted, and this set has none of it: %s. Only one set of a namespace can be"
                + " pruned: apply this one for another namespace, or without pruning; if it takes"
                + " the place of the other, delete that one first")
            .formatted(
                parent.namespace(),
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
    Scope left = after();
    members.kept().forEach(left::add);
    write(left);
    return pruned;
  }

  private Scope after() {
    Scope after = Scope.empty();
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

  private void write(Scope scope) {
    TreeSet<String> others = new TreeSet<>(scope.namespaces());
    others.remove(parent.namespace());
    Mapping tree =
        Mapping.builder()
            .put("apiVersion", parent.apiVersion())
            .put("kind", parent.kind())
            .put(
                "metadata",
                Mapping.builder()
                    .put("name", parent.name())
                    .put("namespace", parent.namespace())
                    .put("labels", Mapping.of(ID, id(parent)))
                    .put(
                        "annotations",
                        Mapping.builder()
                            .put(TOOLING, TOOL + "/v1")
                            .put(KINDS, String.join(",", scope.kinds()))
                            .put(NAMESPACES, String.join(",", others))
                            .build())
                    .build())
            .build();
    cluster.apply(MANAGER, parent, tree, true, false);
  }

  private Members members() {
    Members members = new Members(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Scope scope = before.and(after());
    scope.namespaces().add(parent.namespace());
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

  private List<Mapping> list(String version, String kind, Scope scope) {
    Map<String, String> label = Map.of(PART_OF, id(parent));
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
    if (!isOurs(live)
        || metadata.has("deletionTimestamp")
        || ref.equals(parent)
        || copies.contains(ref)) {
      return;
    }
    boolean kept = KEPT.contains(groupKind(ref));
    boolean isNamed = named.contains(kind) || named.contains(groupKind(ref));
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
