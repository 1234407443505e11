package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.ControlPlanePorts;
import dev.portside.dapr.DaprRuntime;
import dev.portside.dapr.OwnDaprd;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import java.util.Set;
import java.util.stream.Collectors;

/** An address of the control plane has a port that this release's Service does not have. */
final class ControlPlanePort extends Rule {

  ControlPlanePort() {
    super(
        "dapr-control-plane-port",
        Severity.ERROR,
        Rank.SETTING,
        "an address of the control plane has a port that its Service does not have");
  }

  @Override
  public void check(Scene scene, Found found) {
    DaprRuntime runtime = scene.platform().get(DaprRuntime.SECTION);
    for (Workload workload : scene.manifests().workloads()) {
      OwnDaprd.of(workload)
          .ifPresent(
              daprd ->
                  OwnDaprd.addresses()
                      .forEach((flag, role) -> check(runtime, daprd, flag, role, found)));
    }
  }

  private void check(DaprRuntime runtime, OwnDaprd daprd, String name, String role, Found found) {
    OwnDaprd.Flag flag = daprd.flags().get(name);
    Set<Integer> ports = ControlPlanePorts.of(runtime.version(), role);
    int colon = flag == null ? -1 : flag.value().lastIndexOf(':');
    int port = flag == null ? 0 : ServiceView.number(flag.value().substring(colon + 1));
    if (flag != null && colon > 0 && port > 0 && !ports.isEmpty() && !ports.contains(port)) {
      found.add(finding(runtime, daprd, name, flag, port, ports));
    }
  }

  private Finding.Builder finding(
      DaprRuntime runtime,
      OwnDaprd daprd,
      String name,
      OwnDaprd.Flag flag,
      int port,
      Set<Integer> ports) {
    String right = ports.stream().map(String::valueOf).collect(Collectors.joining(" or "));
    String host = flag.value().substring(0, flag.value().lastIndexOf(':'));
    return at(daprd.workload().resource(), flag.field())
        .message(
            "--%s names port %d, and in Dapr %s %s has %s"
                .formatted(name, port, runtime.version(), host, right))
        .why("daprd does not reach it: it waits, and then exits")
        .help("write %s:%s".formatted(host, right))
        .cause(name);
  }
}
