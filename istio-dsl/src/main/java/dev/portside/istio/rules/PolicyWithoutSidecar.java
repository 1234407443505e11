package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Party;
import dev.portside.traffic.Presence;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Pointer;
import java.util.List;

/** A policy is for pods none of which has a sidecar that could enforce it. */
final class PolicyWithoutSidecar extends Rule {

  private static final String STRICT = "STRICT";

  PolicyWithoutSidecar() {
    super(
        "istio-policy-without-sidecar",
        Severity.ERROR,
        Rank.SETTING,
        "a policy selects pods none of which has a sidecar to enforce it");
  }

  @Override
  public void check(Scene scene, Found found) {
    Targets targets = new Targets(scene);
    for (String kind : List.of("PeerAuthentication", "AuthorizationPolicy")) {
      for (Resource policy : scene.manifests().ofKind("security.istio.io", kind)) {
        List<Workload> workloads = targets.of(policy);
        if (!workloads.isEmpty() && workloads.stream().allMatch(each -> isOutside(scene, each))) {
          found.add(finding(scene, policy, workloads));
        }
      }
    }
  }

  private static boolean isOutside(Scene scene, Workload workload) {
    return presence(scene, workload).meshed() == Tri.NO;
  }

  private static Presence presence(Scene scene, Workload workload) {
    return scene.traffic().capture(workload).on(new Party.Pods(workload));
  }

  private Finding.Builder finding(Scene scene, Resource policy, List<Workload> workloads) {
    boolean strict =
        policy.kind().equals("PeerAuthentication")
            && STRICT.equals(policy.tree().mapping("spec").mapping("mtls").text("mode"));
    Workload first = workloads.get(0);
    Presence presence = presence(scene, first);
    String others = workloads.size() == 1 ? "" : " and %d more".formatted(workloads.size() - 1);
    return at(policy, Pointer.of("spec"))
        .severity(strict ? Severity.ERROR : Severity.WARNING)
        .message(
            "%s is for %s%s, %s no sidecar"
                .formatted(
                    policy, first, others, workloads.size() == 1 ? "which has" : "which have"))
        .why(
            "%s: %s; the policy is enforced by sidecars only, so that %s"
                .formatted(
                    first,
                    presence.reason(),
                    strict
                        ? "the pods go on taking plaintext from anybody"
                        : "it decides about no connection"))
        .help("let the pods have a sidecar, or remove the policy")
        .cause("without sidecar")
        .assumed(presence.assumed());
  }
}
