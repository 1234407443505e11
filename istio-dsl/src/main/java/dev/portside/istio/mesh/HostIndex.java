package dev.portside.istio.mesh;

import dev.portside.manifest.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Resources that name hosts, found by a host: a set may hold one for each of its Services. */
final class HostIndex {

  private record Entry(Resource resource, String pattern, int place) {}

  private final Map<String, List<Entry>> byName = new HashMap<>();
  private final List<Entry> wildcards = new ArrayList<>();
  private int size;

  /** Adds a resource under a host's name, or a pattern as {@link Host#matches} reads it. */
  void add(String pattern, Resource resource) {
    Entry entry = new Entry(resource, pattern, size);
    size++;
    if (pattern.startsWith("*")) {
      wildcards.add(entry);
    } else {
      byName.computeIfAbsent(pattern.toLowerCase(Locale.ROOT), n -> new ArrayList<>(1)).add(entry);
    }
  }

  /** Returns the resources that stand for a host, in the order in which they were added. */
  List<Resource> matching(Host host) {
    List<Entry> matching = new ArrayList<>(byName.getOrDefault(host.name(), List.of()));
    for (Entry wildcard : wildcards) {
      if (host.matches(wildcard.pattern())) {
        matching.add(wildcard);
      }
    }
    matching.sort(Comparator.comparingInt(Entry::place));
    return matching.stream().map(Entry::resource).toList();
  }
}
