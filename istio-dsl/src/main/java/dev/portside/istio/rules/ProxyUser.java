package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.rules.Containers.Container;
import dev.portside.manifest.Workload;

/** A container runs as the proxy's user or group, by which the rules tell the proxy's traffic. */
final class ProxyUser extends Rule {

  private static final String PROXY = "1337";

  ProxyUser() {
    super(
        "istio-proxy-user",
        Severity.WARNING,
        Rank.SETTING,
        "a container runs as the proxy's user or group, and so bypasses the mesh");
  }

  /** An init container may do so on purpose: it reaches the network before a proxy is there. */
  @Override
  public void check(Scene scene, Found found) {
    for (Meshed meshed : Meshed.likely(scene)) {
      for (Container container : Containers.of(meshed.workload())) {
        if (!container.init()) {
          if (PROXY.equals(container.security(meshed.workload(), "runAsUser"))) {
            found.add(finding(meshed, container, "runAsUser", "user"));
          } else if (PROXY.equals(container.security(meshed.workload(), "runAsGroup"))) {
            found.add(finding(meshed, container, "runAsGroup", "group"));
          }
        }
      }
    }
  }

  private Finding.Builder finding(Meshed meshed, Container container, String key, String what) {
    Workload workload = meshed.workload();
    return meshed
        .finding(this, container.securityField(workload, key))
        .message(
            "container %s runs as %s %s, which belongs to Istio's proxy"
                .formatted(container.name(), what, PROXY))
        .why(
            "Istio's rules do not capture what that %s sends: no mTLS, no policy, no telemetry"
                .formatted(what))
        .help("run it as another %s".formatted(what))
        .cause("container " + container.name());
  }
}
