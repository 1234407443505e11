package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.dapr.DaprTraffic;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import java.util.Set;
import java.util.stream.Collectors;

/** An app port that no container of the pod declares. */
final class AppPortUnknown extends Rule {

  AppPortUnknown() {
    super(
        "dapr-app-port-unknown",
        Severity.WARNING,
        Rank.FEATURE,
        "no container declares the app port");
  }

  @Override
  public void check(Scene scene, Found found) {
    DaprAnnotations known = Keys.known(scene);
    for (Workload workload : scene.manifests().workloads()) {
      int port = known.hasSidecar(workload) ? known.port(workload, "app-port", 0) : 0;
      String key = port > 0 ? known.written(workload, "app-port") : null;
      if (key != null && isCalledHere(scene, workload)) {
        Set<Integer> declared = DeclaredPorts.of(workload);
        if (!declared.isEmpty() && !declared.contains(port)) {
          found.add(finding(known, workload, key, port, declared));
        }
      }
    }
  }

  /** With an address of another pod the port is that pod's. */
  private static boolean isCalledHere(Scene scene, Workload workload) {
    for (End end : scene.traffic().ends(workload)) {
      if (end.use().claimant().equals(DaprTraffic.ID) && end.use().role().equals("app-channel")) {
        return end.use().direction() == Direction.LOOPBACK;
      }
    }
    return false;
  }

  private Finding.Builder finding(
      DaprAnnotations known, Workload workload, String key, int port, Set<Integer> declared) {
    String ports = declared.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return at(workload, key)
        .message("no container declares app port %d; declared: %s".formatted(port, ports))
        .why(
            "unless the app listens there anyway, daprd waits for it forever, and the pod does not"
                + " become ready")
        .help("write the port that the app listens on, or declare this one")
        .addAllAssumed(Keys.assumed(known))
        .cause("listen", port);
  }
}
