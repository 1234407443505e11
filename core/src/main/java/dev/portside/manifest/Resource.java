package dev.portside.manifest;

import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlException;
import dev.portside.yaml.YamlReader;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One Kubernetes object of a set: its tree, its name, and where each value is written. Immutable.
 *
 * <p>Its fabric8 form is made when asked for; nothing that checks or explains needs it.
 */
public final class Resource {

  private static final List<String> FIRST = List.of("apiVersion", "kind", "metadata", "spec");

  /** The whole tree, or the head of one whose body was skipped. */
  private final Mapping head;

  private final @Nullable Chunk unread;
  private final ResourceRef ref;
  private final String input;
  private final int document;
  private final Pointer base;
  private final @Nullable Input text;

  /** Where all of it stands when it stands in no text; else null. */
  private final @Nullable Source made;

  private Resource(
      Mapping head,
      @Nullable Chunk unread,
      ResourceRef ref,
      String input,
      int document,
      Pointer base,
      @Nullable Input text) {
    this.head = head;
    this.unread = unread;
    this.ref = ref;
    this.input = input;
    this.document = document;
    this.base = base;
    this.text = text;
    this.made = text == null ? new Source(input, document, null) : null;
  }

  /**
   * Returns a resource made by code.
   *
   * @param maker what made it, as messages name it, such as {@code DaprApp nodeapp}
   * @param index its place among what the maker made, from 0
   * @param defaultNamespace its namespace when the tree names none
   * @throws IllegalArgumentException if apiVersion, kind or metadata.name is missing
   */
  public static Resource made(String maker, int index, Mapping tree, String defaultNamespace) {
    ResourceRef ref = ref(maker, tree, defaultNamespace);
    return new Resource(tree, null, ref, maker, index, Pointer.root(), null);
  }

  /**
   * Returns a resource made of a fabric8 object; see {@link #made(String, int, Mapping, String)}.
   */
  public static Resource made(
      String maker, int index, HasMetadata object, String defaultNamespace) {
    return made(maker, index, Fabric8.tree(object), defaultNamespace);
  }

  /**
   * Returns a resource that was read.
   *
   * @throws IllegalArgumentException if the document has no apiVersion, kind or metadata.name
   */
  public static Resource read(Document document, String defaultNamespace) {
    Input input = document.input();
    if (!(document.root() instanceof Mapping tree)) {
      int offset = Math.max(0, document.root().offset());
      throw new IllegalArgumentException(
          input.name() + ":" + input.position(offset) + ": it is not a mapping");
    }
    String where = input.name() + ":" + input.position(Math.max(0, tree.offset()));
    ResourceRef ref = ref(where, tree, defaultNamespace);
    return new Resource(tree, null, ref, input.name(), document.index(), Pointer.root(), input);
  }

  /** Returns a resource that stands at {@code base} in a document. */
  static Resource read(Document document, Mapping tree, Pointer base, String defaultNamespace) {
    Input input = document.input();
    ResourceRef ref = ref("", tree, defaultNamespace);
    return new Resource(tree, null, ref, input.name(), document.index(), base, input);
  }

  /** Returns a resource whose head was read; the rest is when somebody asks for it. */
  static Resource passedOver(Document document, Mapping head, Chunk chunk, String namespace) {
    Input input = document.input();
    ResourceRef ref = ref("", head, namespace);
    return new Resource(head, chunk, ref, input.name(), document.index(), Pointer.root(), input);
  }

  private static ResourceRef ref(String where, Mapping tree, String defaultNamespace) {
    Mapping metadata = tree.mapping("metadata");
    String apiVersion = required(where, tree, "apiVersion");
    String kind = required(where, tree, "kind");
    String name = metadata.text("name");
    if (name == null) {
      name = metadata.text("generateName");
    }
    if (name == null) {
      throw new IllegalArgumentException(
          "%s%s has no metadata.name".formatted(where.isEmpty() ? "" : where + ": ", kind));
    }
    String namespace = "";
    if (Kinds.isNamespaced(apiVersion, kind)) {
      String own = metadata.text("namespace");
      namespace = own == null || own.isEmpty() ? defaultNamespace : own;
    }
    return new ResourceRef(apiVersion, kind, namespace, name);
  }

  private static String required(String where, Mapping tree, String key) {
    String value = tree.text(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "%sit has no %s".formatted(where.isEmpty() ? "" : where + ": ", key));
    }
    return value;
  }

  /**
   * Returns what it says.
   *
   * @throws YamlException if it is of a kind that is skipped when a set is read, and its body is
   *     not YAML
   */
  public Mapping tree() {
    if (unread == null || text == null) {
      return head;
    }
    List<Document> documents = YamlReader.read(text, unread.start(), unread.end(), document);
    return (Mapping) documents.get(0).root();
  }

  /** Returns its name. */
  public ResourceRef ref() {
    return ref;
  }

  /** Returns its kind. */
  public String kind() {
    return ref.kind();
  }

  /** Returns whether it is of that API group and kind, in whatever version. */
  public boolean is(String group, String kind) {
    return ref.kind().equals(kind) && ref.group().equals(group);
  }

  /** Returns whether a field could be written: nothing but mappings, or nothing, leads to it. */
  public boolean takes(Pointer field) {
    for (Pointer at = field.parent(); !at.segments().isEmpty(); at = at.parent()) {
      Tree node = tree().at(at);
      boolean open = node == null || node instanceof Scalar scalar && scalar.isNull();
      if (!open && !(node instanceof Mapping)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the effective namespace; empty for kinds that live in none. */
  public String namespace() {
    return ref.namespace();
  }

  /** Returns its name within kind and namespace. */
  public String name() {
    return ref.name();
  }

  /** Returns its metadata. */
  public Mapping metadata() {
    return head.mapping("metadata");
  }

  /** Returns the labels of the object itself. */
  public Mapping labels() {
    return metadata().mapping("labels");
  }

  /** Returns the annotations of the object itself. */
  public Mapping annotations() {
    return metadata().mapping("annotations");
  }

  /** Returns what an edit of this resource names. */
  public Edit.Target target() {
    return new Edit.Target(ref, input, document, base);
  }

  /** Returns the text it was read from, or null when it was made by code. */
  public @Nullable Input text() {
    return text;
  }

  /**
   * Returns what the user named to have this read: a file, a directory; empty when made by code.
   * Two of them, such as two overlays, may well hold the same resource.
   */
  public String argument() {
    return text == null ? "" : text.argument();
  }

  /**
   * Returns the field that stands at a place, the outermost of several; the root where none does,
   * or nothing was read.
   */
  public Pointer field(Source place) {
    Pointer found = made == null ? field(tree(), Pointer.root(), place) : null;
    return found == null ? Pointer.root() : found;
  }

  private @Nullable Pointer field(Tree tree, Pointer at, Source place) {
    if (!at.segments().isEmpty() && source(at).equals(place)) {
      return at;
    }
    List<String> segments = new ArrayList<>();
    if (tree instanceof Mapping mapping) {
      segments.addAll(mapping.keys());
    } else if (tree instanceof Sequence sequence) {
      IntStream.range(0, sequence.size()).mapToObj(Integer::toString).forEach(segments::add);
    }
    for (String segment : segments) {
      Tree child = tree.child(segment);
      Pointer found = child == null ? null : field(child, at.child(segment), place);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Returns where the whole resource is written. */
  public Source source() {
    return source(Pointer.root());
  }

  /**
   * Returns where a field is written: its key, or the item of a sequence. A field that is not there
   * is where the nearest one above it stands.
   */
  public Source source(Pointer field) {
    if (made != null) {
      return made;
    }
    int offset = Math.max(0, head.offset());
    Tree node = field.segments().isEmpty() ? head : tree();
    for (String segment : field.segments()) {
      Tree child = node.child(segment);
      if (child == null) {
        break;
      }
      int at = child.offset();
      if (node instanceof Mapping mapping) {
        at = mapping.keyOffset(mapping.indexOf(segment));
      }
      offset = at == Tree.NOWHERE ? offset : at;
      node = child;
    }
    return new Source(input, document, Objects.requireNonNull(text).position(offset));
  }

  /** Returns this resource with another tree, maybe of another API version; its source stays. */
  Resource with(Mapping changed) {
    String apiVersion = changed.text("apiVersion");
    ResourceRef named =
        apiVersion == null || apiVersion.equals(ref.apiVersion())
            ? ref
            : new ResourceRef(apiVersion, ref.kind(), ref.namespace(), ref.name());
    return new Resource(changed, null, named, input, document, base, text);
  }

  /**
   * Returns the fabric8 object: a typed one where fabric8 knows the kind, else a {@code
   * GenericKubernetesResource}. A new one at each call, since fabric8's objects can be changed.
   */
  public HasMetadata fabric8() {
    return as(HasMetadata.class);
  }

  /** Returns the fabric8 object as that type. */
  public <T> T as(Class<T> type) {
    return Fabric8.object(tree(), type);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof Resource resource
        && document == resource.document
        && ref.equals(resource.ref)
        && base.equals(resource.base)
        && input.equals(resource.input)
        && tree().equals(resource.tree());
  }

  @Override
  public int hashCode() {
    return ref.hashCode();
  }

  /** Returns the name only: values may be secrets. */
  @Override
  public String toString() {
    return ref.toString();
  }

  /** Orders {@code apiVersion, kind, metadata, spec} first, as people write them. */
  static Mapping ordered(Mapping tree) {
    if (isOrdered(tree)) {
      return tree;
    }
    Mapping.Builder ordered = Mapping.builder();
    for (String key : FIRST) {
      Tree value = tree.get(key);
      if (value != null) {
        ordered.put(key, value);
      }
    }
    for (int i = 0; i < tree.size(); i++) {
      switch (tree.key(i)) {
        case "apiVersion", "kind", "metadata", "spec" -> {}
        default -> ordered.put(tree.key(i), tree.value(i));
      }
    }
    return ordered.build();
  }

  private static boolean isOrdered(Mapping tree) {
    if (tree.size() < FIRST.size()) {
      return false;
    }
    for (int i = 0; i < FIRST.size(); i++) {
      if (tree.indexOf(FIRST.get(i)) != i) {
        return false;
      }
    }
    return true;
  }
}
