package dev.portside.report;

import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Party;
import dev.portside.traffic.Presence;
import dev.portside.traffic.Traffic;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A workload as explanations tell it.
 *
 * @param name {@code Kind/namespace/name}
 * @param mesh the mesh that has to do with it, by name
 * @param presence whether its pods are in that mesh, and why
 * @param ports its ports
 */
record WorkloadView(String name, String mesh, Presence presence, List<PortView> ports) {

  /** Returns the views of workloads, in an order that the order of documents does not change. */
  static List<WorkloadView> of(Traffic traffic, Collection<Workload> workloads) {
    return workloads.stream()
        .sorted(Comparator.comparing(workload -> workload.resource().ref()))
        .map(workload -> of(traffic, workload))
        .toList();
  }

  private static WorkloadView of(Traffic traffic, Workload workload) {
    Capture capture = traffic.capture(workload);
    return new WorkloadView(
        workload.toString(),
        capture.mesh(),
        capture.on(new Party.Pods(workload)),
        PortView.of(traffic, workload));
  }

  /** Returns what workloads have in common that are told together. */
  Object shape() {
    return List.of(mesh, presence, ports.stream().map(PortView::shape).toList());
  }
}
