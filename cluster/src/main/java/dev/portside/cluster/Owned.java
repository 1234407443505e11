package dev.portside.cluster;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a live object that a manager has applied. They are kept as the API server writes
 * them, in FieldsV1: {@code f:} names a field, {@code k:} an item by its keys, {@code v:} an item
 * by its value, and {@code .} the node itself. Source:
 * kubernetes-sigs/structured-merge-diff/fieldpath/serialize-pe.go, v6.
 */
final class Owned {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final String SELF = ".";

  private record Item(Tree key, Mapping fields) {}

  private Owned() {}

  /** Returns the fields that a manager has applied, of whichever version. */
  static Mapping fields(Mapping live, String manager) {
    Mapping fields = Mapping.empty();
    for (Tree each : live.mapping("metadata").sequence("managedFields")) {
      boolean own =
          each instanceof Mapping entry
              && manager.equals(entry.text("manager"))
              && "Apply".equals(entry.text("operation"))
              && entry.text("subresource") == null;
      if (own) {
        fields = union(fields, ((Mapping) each).mapping("fieldsV1"));
      }
    }
    return fields;
  }

  /** Returns what either names. */
  static Mapping union(Mapping one, Mapping other) {
    Mapping.Builder union = Mapping.builder();
    for (int i = 0; i < one.size(); i++) {
      String key = one.key(i);
      union.put(key, other.has(key) ? union(one.mapping(key), other.mapping(key)) : one.value(i));
    }
    for (int i = 0; i < other.size(); i++) {
      if (!one.has(other.key(i))) {
        union.put(other.key(i), other.value(i));
      }
    }
    return union.build();
  }

  /** Returns what a tree says in the given fields, and nothing else. */
  static Mapping part(Mapping tree, Mapping fields) {
    return fields.isEmpty() ? Mapping.empty() : of(tree, fields, Mapping.empty());
  }

  private static @Nullable Tree of(Tree tree, Mapping fields) {
    if (fields.isEmpty()) {
      return tree;
    }
    if (tree instanceof Mapping mapping) {
      Mapping part = of(mapping, fields, Mapping.empty());
      return part.isEmpty() && !fields.has(SELF) ? null : part;
    }
    if (tree instanceof Sequence sequence) {
      Sequence part = of(sequence, fields);
      return part.isEmpty() && !fields.has(SELF) ? null : part;
    }
    return tree;
  }

  /** The fields of an item's key are kept too, so that it can be told from others. */
  private static Mapping of(Mapping mapping, Mapping fields, Mapping key) {
    Mapping.Builder part = Mapping.builder();
    for (int i = 0; i < mapping.size(); i++) {
      String name = mapping.key(i);
      Tree own = fields.get("f:" + name);
      Tree value = own instanceof Mapping below ? of(mapping.value(i), below) : null;
      if (value != null) {
        part.put(name, value);
      } else if (key.has(name)) {
        part.put(name, mapping.value(i));
      }
    }
    return part.build();
  }

  private static Sequence of(Sequence sequence, Mapping fields) {
    List<Item> items = items(fields);
    Sequence.Builder part = Sequence.builder();
    for (int i = 0; i < sequence.size(); i++) {
      Tree item = sequence.get(i);
      Mapping index = fields.mapping("i:" + i);
      if (fields.has("i:" + i)) {
        Tree own = of(item, index);
        part.add(own == null ? item : own);
        continue;
      }
      for (Item each : items) {
        if (isNamed(item, each.key())) {
          part.add(item(item, each));
          break;
        }
      }
    }
    return part.build();
  }

  private static Tree item(Tree tree, Item named) {
    if (!(tree instanceof Mapping mapping)
        || !(named.key() instanceof Mapping key)
        || named.fields().isEmpty()) {
      return tree;
    }
    boolean known = key.keys().stream().anyMatch(name -> named.fields().has("f:" + name));
    return of(mapping, named.fields(), known ? Mapping.empty() : key);
  }

  private static boolean isNamed(Tree item, Tree key) {
    if (item instanceof Mapping mapping && key instanceof Mapping keys) {
      return keys.keys().stream().allMatch(name -> same(mapping.get(name), keys.get(name)));
    }
    return item.equals(key);
  }

  private static boolean same(@Nullable Tree one, @Nullable Tree other) {
    return one instanceof Scalar && one.equals(other);
  }

  private static List<Item> items(Mapping fields) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      String key = fields.key(i);
      if (key.startsWith("k:") || key.startsWith("v:")) {
        Tree named = Tree.fromJava(SERIALIZATION.unmarshal(key.substring(2), Object.class));
        items.add(new Item(named, fields.mapping(key)));
      }
    }
    return items;
  }
}
