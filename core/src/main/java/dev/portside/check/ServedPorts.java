package dev.portside.check;

import dev.portside.Internal;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.traffic.End;
import dev.portside.traffic.ServerEnd;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.Tri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * On which port numbers members of a mesh are called: a port that is excluded by its number is
 * excluded for them too. Worked out once a check.
 */
@Internal
public final class ServedPorts {

  /** A port of a Service, and pods behind it that the mesh has. */
  record Place(ServiceView service, Workload workload, ServerEnd end) {}

  private final Traffic traffic;
  private @Nullable Map<Integer, List<Place>> byPort;

  /** Makes it for a scene; the set is looked through when it is first asked. */
  public ServedPorts(Scene scene) {
    this.traffic = scene.traffic();
  }

  /** Returns whether pods of another workload than that are called on a port, in the mesh. */
  public boolean isServedBeside(Workload workload, int port) {
    return !beside(workload, port, place -> true, 1).isEmpty();
  }

  /**
   * Returns the first places of other workloads; a set may serve one port as often as it has any.
   */
  List<Place> beside(Workload workload, int port, Predicate<Place> wanted, int most) {
    List<Place> places = byPort().getOrDefault(port, List.of());
    if (places.isEmpty()) {
      return places;
    }
    return places.stream()
        .filter(place -> !place.workload().equals(workload))
        .filter(wanted)
        .limit(most)
        .toList();
  }

  private Map<Integer, List<Place>> byPort() {
    Map<Integer, List<Place>> result = byPort;
    if (result == null) {
      result = new HashMap<>();
      Manifests manifests = traffic.manifests();
      for (ServiceView service : manifests.services()) {
        for (ServiceView.Port port : service.ports()) {
          for (Workload workload : manifests.selectedBy(service)) {
            int podPort = service.isHeadless() ? port.port() : ServiceView.podPort(port, workload);
            ServerEnd end = traffic.inbound(workload, podPort);
            if (end != null && isMeant(end)) {
              result
                  .computeIfAbsent(port.port(), p -> new ArrayList<>(1))
                  .add(new Place(service, workload, end));
            }
          }
        }
      }
      byPort = result;
    }
    return result;
  }

  /** What its owner asks the mesh to leave alone, callers rightly leave alone too. */
  private boolean isMeant(End end) {
    return end.presence().meshed() == Tri.YES && !traffic.asksBypass(end);
  }
}
