package dev.portside.istio.mesh;

import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Resources that pick pods of their namespace by labels, found by the pods' own labels: a set may
 * hold one for each of its workloads.
 */
public final class SelectorIndex {

  private record Label(String namespace, String key, @Nullable String value) {}

  private record Entry(Resource resource, Mapping labels, int place) {}

  private final Map<Label, List<Entry>> byLabel = new HashMap<>();
  private int size;

  /** Adds a resource with the labels that it asks for, at least one; earlier ones win. */
  public void add(Resource resource, Mapping labels) {
    // Any of the labels does, since the pods carry all of them.
    String key = labels.key(0);
    byLabel
        .computeIfAbsent(
            new Label(resource.namespace(), key, labels.text(key)), l -> new ArrayList<>(1))
        .add(new Entry(resource, labels, size));
    size++;
  }

  /** Returns the first resource that picks a workload's pods, or null. */
  @Nullable Resource first(Workload workload) {
    if (size == 0) {
      return null;
    }
    Mapping labels = workload.labels();
    Entry first = null;
    for (int i = 0; i < labels.size(); i++) {
      Label label = new Label(workload.namespace(), labels.key(i), labels.text(labels.key(i)));
      for (Entry entry : byLabel.getOrDefault(label, List.of())) {
        boolean earlier = first == null || entry.place() < first.place();
        if (earlier && selects(entry.labels(), workload)) {
          first = entry;
        }
      }
    }
    return first == null ? null : first.resource();
  }

  /** Returns the resources of a namespace that pick a workload's pods, in their order. */
  public List<Resource> all(String namespace, Workload workload) {
    List<Entry> all = new ArrayList<>();
    Mapping labels = workload.labels();
    for (int i = 0; size > 0 && i < labels.size(); i++) {
      Label label = new Label(namespace, labels.key(i), labels.text(labels.key(i)));
      for (Entry entry : byLabel.getOrDefault(label, List.of())) {
        if (selects(entry.labels(), workload)) {
          all.add(entry);
        }
      }
    }
    return all.stream().sorted(Comparator.comparing(Entry::place)).map(Entry::resource).toList();
  }

  /** Returns whether a workload's pods carry all of the labels. */
  static boolean selects(Mapping labels, Workload workload) {
    for (int i = 0; i < labels.size(); i++) {
      String key = labels.key(i);
      if (!Objects.equals(labels.text(key), workload.labels().text(key))) {
        return false;
      }
    }
    return true;
  }
}
