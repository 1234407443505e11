package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.rules.Containers.Container;
import dev.portside.manifest.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A container runs as the proxy's user or group, by which the rules tell the proxy's traffic. */
final class ProxyUser implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "istio-proxy-user",
          Severity.WARNING,
          Rank.SETTING,
          "a container runs as the proxy's user or group, and so bypasses the mesh");

  private static final String PROXY = "1337";

  @Override
  public RuleInfo info() {
    return INFO;
  }

  /** An init container may do so on purpose: it reaches the network before a proxy is there. */
  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (Meshed meshed : Meshed.likely(scene)) {
      for (Container container : Containers.of(meshed.workload())) {
        if (!container.init()) {
          if (PROXY.equals(container.security(meshed.workload(), "runAsUser"))) {
            findings.add(finding(meshed, container, "runAsUser", "user"));
          } else if (PROXY.equals(container.security(meshed.workload(), "runAsGroup"))) {
            findings.add(finding(meshed, container, "runAsGroup", "group"));
          }
        }
      }
    }
    return findings.stream();
  }

  private static Finding finding(Meshed meshed, Container container, String key, String what) {
    Workload workload = meshed.workload();
    return meshed
        .finding(INFO, container.securityField(workload, key))
        .message(
            "container %s runs as %s %s, which is Istio's proxy's"
                .formatted(container.name(), what, PROXY))
        .why(
            "Istio's rules leave alone whatever that %s sends: no mTLS, no policy, no telemetry"
                .formatted(what))
        .help("run it as another %s".formatted(what))
        .addCauses(new Cause(workload.resource().target(), "container " + container.name(), 0))
        .build();
  }
}
