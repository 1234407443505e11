package dev.portside.istio.pod;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Peer;
import dev.portside.traffic.PortUse;
import dev.portside.value.GoNumber;
import java.util.Optional;

/**
 * Where the sidecar's agent answers in a process's stead: the injector sends probes to it, and
 * scrapers of what annotations announce. Source: istio/istio pkg/kube/inject/app_probe.go and
 * webhook.go, applyPrometheusMerge @1.31.
 */
public final class Relay {

  private static final String SCRAPED_PORT = "prometheus.io/port";

  private Relay() {}

  public static Optional<PortUse> of(
      PortUse use, Workload workload, InjectedPod pod, IstioMesh mesh) {
    Peer.Callers callers = (Peer.Callers) use.peer();
    int port =
        switch (callers.name()) {
          case Peer.Callers.KUBELET -> pod.probes().relayPort();
          case Peer.Callers.SCRAPERS ->
              merged(callers, workload, mesh) ? mesh.agentStatusPort() : 0;
          default -> 0;
        };
    return port <= 0 || port > 65535 || !pod.templates().hasProxy()
        ? Optional.empty()
        : Optional.of(use.relayedBy(InitArguments.PROXY, new Peer.Callers(callers.name(), port)));
  }

  /** Only what the pod itself announces is merged. */
  private static boolean merged(Peer.Callers callers, Workload workload, IstioMesh mesh) {
    String own = workload.annotation(IstioKeys.MERGE_METRICS);
    Boolean asked = own == null ? null : GoNumber.bool(own);
    return (asked == null ? mesh.mergesMetrics() : asked)
        && Integer.toString(callers.port()).equals(workload.annotation(SCRAPED_PORT));
  }
}
