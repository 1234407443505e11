package dev.portside.manifest;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who selects whom, worked out once a set: one look-up a selector, not one a workload. */
final class PodIndex {

  private record Label(String namespace, String key, String value) {}

  private record Name(String namespace, String name) {}

  private final Map<Label, List<Workload>> byLabel = new HashMap<>();
  private final Map<Name, ServiceView> services = new HashMap<>();
  private final Map<String, Resource> namespaces = new HashMap<>();
  private final Map<Workload, List<ServiceView>> selecting = new HashMap<>();
  private final Map<String, List<Workload>> byNamespace = new HashMap<>();

  PodIndex(Manifests manifests) {
    for (Resource namespace : manifests.ofKind("", "Namespace")) {
      namespaces.putIfAbsent(namespace.name(), namespace);
    }
    for (Workload workload : manifests.workloads()) {
      byNamespace.computeIfAbsent(workload.namespace(), n -> new ArrayList<>(1)).add(workload);
      Mapping labels = workload.labels();
      for (int i = 0; i < labels.size(); i++) {
        if (labels.value(i) instanceof Scalar value && isLast(labels, i)) {
          Label label = new Label(workload.namespace(), labels.key(i), value.text());
          byLabel.computeIfAbsent(label, l -> new ArrayList<>(1)).add(workload);
        }
      }
    }
    byNamespace.replaceAll((namespace, workloads) -> List.copyOf(workloads));
    byLabel.replaceAll((label, workloads) -> List.copyOf(workloads));
    for (ServiceView service : manifests.services()) {
      Resource resource = service.resource();
      services.putIfAbsent(new Name(resource.namespace(), resource.name()), service);
      for (Workload workload : selected(resource.namespace(), service.selector())) {
        selecting.computeIfAbsent(workload, w -> new ArrayList<>(1)).add(service);
      }
    }
    selecting.replaceAll((workload, services) -> List.copyOf(services));
  }

  /** Of a label that stands twice the last one counts. */
  private static boolean isLast(Mapping labels, int index) {
    return labels.indexOf(labels.key(index)) == index;
  }

  List<Workload> workloads(String namespace) {
    return byNamespace.getOrDefault(namespace, List.of());
  }

  Optional<Resource> namespace(String name) {
    return Optional.ofNullable(namespaces.get(name));
  }

  @Nullable ServiceView service(String namespace, String name) {
    return services.get(new Name(namespace, name));
  }

  List<ServiceView> servicesOf(Workload workload) {
    return selecting.getOrDefault(workload, List.of());
  }

  /** The rarest label of the selector gives the candidates. */
  List<Workload> selected(String namespace, Mapping selector) {
    List<Workload> candidates = List.of();
    for (int i = 0; i < selector.size(); i++) {
      if (!isLast(selector, i)) {
        continue;
      }
      if (!(selector.value(i) instanceof Scalar value)) {
        return List.of();
      }
      List<Workload> carriers = byLabel.get(new Label(namespace, selector.key(i), value.text()));
      if (carriers == null) {
        return List.of();
      }
      boolean rarer = candidates.isEmpty() || carriers.size() < candidates.size();
      candidates = rarer ? carriers : candidates;
    }
    if (selector.size() <= 1) {
      return candidates;
    }
    List<Workload> selected = new ArrayList<>(candidates.size());
    for (Workload workload : candidates) {
      if (carriesAll(workload.labels(), selector)) {
        selected.add(workload);
      }
    }
    return List.copyOf(selected);
  }

  private static boolean carriesAll(Mapping labels, Mapping selector) {
    for (int i = 0; i < selector.size(); i++) {
      String value = labels.text(selector.key(i));
      if (value == null || !value.equals(selector.text(selector.key(i)))) {
        return false;
      }
    }
    return true;
  }
}
