package dev.portside.cluster;

import dev.portside.lifecycle.ApplyPhase;
import dev.portside.lifecycle.KubernetesReadiness;
import dev.portside.lifecycle.Lifecycle;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ResourceRef;
import dev.portside.platform.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What every kind asks of whoever applies it: the extensions' word, else core's own. */
final class Lifecycles {

  private static final List<Lifecycle> KUBERNETES = load();

  private record Kind(String group, String kind) {}

  private final Map<Kind, Lifecycle> byKind = new HashMap<>();

  Lifecycles(List<Lifecycle> extensions) {
    KUBERNETES.forEach(this::put);
    extensions.forEach(this::put);
  }

  private void put(Lifecycle lifecycle) {
    byKind.put(new Kind(lifecycle.group(), lifecycle.kind()), lifecycle);
  }

  Lifecycle of(ResourceRef ref) {
    Lifecycle own = byKind.get(new Kind(ref.group(), ref.kind()));
    Lifecycle any = own == null ? byKind.get(new Kind(ref.group(), Lifecycle.ANY)) : own;
    return any == null ? Lifecycle.of(ref.group(), ref.kind(), ApplyPhase.CONFIGURATION) : any;
  }

  /** Returns resources as they are applied: by phase, and in their order within one. */
  List<Resource> inOrder(List<Resource> resources) {
    List<Resource> ordered = new ArrayList<>(resources);
    ordered.sort(Comparator.comparing(resource -> of(resource.ref()).phase()));
    return ordered;
  }

  private static List<Lifecycle> load() {
    List<Lifecycle> lifecycles = new ArrayList<>();
    for (Table.Row row : Table.read(Lifecycles.class, "lifecycles.txt")) {
      lifecycles.add(
          new Lifecycle(
              row.get("group"),
              row.get("kind"),
              ApplyPhase.valueOf(row.get("phase").toUpperCase(Locale.ROOT)),
              KubernetesReadiness.named(row.get("readiness"))));
    }
    return List.copyOf(lifecycles);
  }
}
