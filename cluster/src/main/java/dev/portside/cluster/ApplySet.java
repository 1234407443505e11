package dev.portside.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portside.manifest.ResourceRef;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How the cluster remembers what a set has: as an ApplySet, whose members carry its id, and whose
 * parent says where to look for them. The parent is a ConfigMap in the set's namespace. Source:
 * KEP-3659, and kubernetes/kubectl pkg/cmd/apply/applyset.go, 1.36.
 */
final class ApplySet {

  private static final String PARENT = "portside";
  private static final String TOOL = "portside";

  private static final String PREFIX = "applyset.kubernetes.io/";
  private static final String ID = PREFIX + "id";
  private static final String PART_OF = PREFIX + "part-of";
  private static final String TOOLING = PREFIX + "tooling";
  private static final String KINDS = PREFIX + "contains-group-kinds";
  private static final String NAMESPACES = PREFIX + "additional-namespaces";

  /** Where members are: their kinds as {@code Kind.group}, and their namespaces. */
  record Scope(TreeSet<String> kinds, TreeSet<String> namespaces) {

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

  private final ResourceRef parent;

  ApplySet(String namespace) {
    this.parent = new ResourceRef("v1", "ConfigMap", namespace, PARENT);
  }

  /** Returns the parent's name. */
  ResourceRef parent() {
    return parent;
  }

  /** Returns the set's id, made of its parent's name. */
  private String id() {
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
  Mapping member(Mapping tree) {
    return (Mapping) tree.with(Pointer.of("metadata", "labels", PART_OF), Scalar.of(id()));
  }

  /** Returns the label that members have. */
  Map<String, String> label() {
    return Map.of(PART_OF, id());
  }

  /**
   * Returns a resource's tree that keeps the object in the set of which it is a member already:
   * applying without pruning says nothing about that, and would drop a label that it leaves out.
   */
  static Mapping keeping(Mapping tree, @Nullable Mapping live) {
    if (live == null
        || !isMember(live)
        || tree.mapping("metadata").mapping("labels").has(PART_OF)) {
      return tree;
    }
    String set = String.valueOf(live.mapping("metadata").mapping("labels").text(PART_OF));
    return (Mapping) tree.with(Pointer.of("metadata", "labels", PART_OF), Scalar.of(set));
  }

  /**
   * Returns whether an object has become a member by applying it. Kubernetes copies labels to what
   * it makes itself, such as a Service's to its EndpointSlices: only what has its label from us is
   * ours to delete.
   */
  static boolean isMember(Mapping live) {
    Mapping labels = Owned.fields(live, Cluster.MANAGER).mapping("f:metadata").mapping("f:labels");
    return labels.has("f:" + PART_OF);
  }

  /**
   * Returns where the members are, as the live parent says.
   *
   * @throws ClusterException if the parent is not ours
   */
  Scope read(@Nullable Mapping live) {
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
    if (!id().equals(id)) {
      throw new ClusterException(
          "%s cannot keep track of what is to be pruned: its label %s is %s, and should be %s"
              .formatted(parent, ID, id, id()));
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

  /** Returns a kind as {@code Kind.group}. */
  static String groupKind(ResourceRef ref) {
    return ref.group().isEmpty() ? ref.kind() : ref.kind() + "." + ref.group();
  }

  /** Returns the parent of a set whose members are there. */
  Mapping parent(Scope scope) {
    TreeSet<String> others = new TreeSet<>(scope.namespaces());
    others.remove(parent.namespace());
    return Mapping.builder()
        .put("apiVersion", parent.apiVersion())
        .put("kind", parent.kind())
        .put(
            "metadata",
            Mapping.builder()
                .put("name", parent.name())
                .put("namespace", parent.namespace())
                .put("labels", Mapping.of(ID, id()))
                .put(
                    "annotations",
                    Mapping.builder()
                        .put(TOOLING, TOOL + "/v1")
                        .put(KINDS, String.join(",", scope.kinds()))
                        .put(NAMESPACES, String.join(",", others))
                        .build())
                .build())
        .build();
  }
}
