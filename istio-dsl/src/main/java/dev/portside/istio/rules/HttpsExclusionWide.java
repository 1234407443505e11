package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.capture.IstioCapture;
import dev.portside.istio.mesh.EgressPolicies;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Exemption;
import dev.portside.traffic.Party;
import dev.portside.traffic.Tri;
import java.util.Optional;

/**
 * Port 443 is excluded for a control plane, and the app's own HTTPS escapes a closed egress with
 * it.
 */
final class HttpsExclusionWide extends Rule {

  private static final int HTTPS = 443;

  HttpsExclusionWide() {
    super(
        "https-exclusion-wide",
        Severity.INFO,
        Rank.HINT,
        "excluding 443 for a control plane lets the app's own HTTPS bypass a closed egress");
  }

  @Override
  public void check(Scene scene, Found found) {
    Optional<Resource> policy = EgressPolicies.ofHttps(scene.manifests());
    for (Workload workload : scene.manifests().workloads()) {
      if (scene.traffic().capture(workload) instanceof IstioCapture capture
          && capture.on(new Party.Pods(workload)).meshed() != Tri.NO) {
        Optional<String> escaped = escaped(capture, workload, policy);
        if (escaped.isPresent() && dialsControlPlane(scene, workload)) {
          for (Exemption exemption : capture.exemptions(workload)) {
            if (exemption.port() == HTTPS && exemption.direction() == Direction.OUTBOUND) {
              found.add(finding(workload, exemption, escaped.get()));
            }
          }
        }
      }
    }
  }

  /** What the app's own HTTPS escapes, in words; nothing where there is nothing to escape. */
  private static Optional<String> escaped(
      IstioCapture capture, Workload workload, Optional<Resource> policy) {
    return capture.closesEgress(workload)
        ? Optional.of("the mesh's egress is closed (REGISTRY_ONLY)")
        : policy.map(resource -> resource + " routes HTTPS to a host outside");
  }

  private static boolean dialsControlPlane(Scene scene, Workload workload) {
    return scene.traffic().ends(workload).stream().anyMatch(HttpsExclusionWide::isControlPlane);
  }

  private static boolean isControlPlane(End end) {
    return end.use().direction() == Direction.OUTBOUND
        && end.use().group().equals("control-plane")
        && end.wire().port() == HTTPS;
  }

  private Finding.Builder finding(Workload workload, Exemption exemption, String escaped) {
    return at(workload.resource(), exemption.field())
        .message("outbound 443 is excluded, and " + escaped)
        .why("whatever the app itself dials on 443 bypasses the egress policy")
        .help(
            "exclude the control plane's addresses instead (excludeOutboundIPRanges), or declare"
                + " its Services' ports tls and leave 443 captured")
        .addCauses(Cause.capture(workload, Direction.OUTBOUND, HTTPS));
  }
}
