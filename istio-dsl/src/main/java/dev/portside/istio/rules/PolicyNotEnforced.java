package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Tri;
import dev.portside.traffic.Verdict;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.LinkedHashSet;
import java.util.Set;

/** A policy is meant for a port that the mesh does not capture, and so is never enforced. */
final class PolicyNotEnforced extends Rule {

  PolicyNotEnforced() {
    super(
        "istio-policy-not-enforced",
        Severity.WARNING,
        Rank.NEED,
        "a policy is meant for a port that the mesh does not capture, and is not enforced there");
  }

  @Override
  public void check(Scene scene, Found found) {
    Targets targets = new Targets(scene);
    for (Resource policy : Authorization.policies(scene.manifests())) {
      for (Pointer list : portLists(policy)) {
        if (policy.tree().at(list) instanceof Sequence ports) {
          for (int i = 0; i < ports.size(); i++) {
            String text = i < ports.texts().size() ? ports.texts().get(i) : "";
            check(scene, targets, policy, text, list.child(i), found);
          }
        }
      }
    }
    for (Resource policy : scene.manifests().ofKind("security.istio.io", "PeerAuthentication")) {
      ofPeers(scene, targets, policy, found);
    }
  }

  private static Set<Pointer> portLists(Resource policy) {
    Set<Pointer> lists = new LinkedHashSet<>();
    Authorization.of(policy).forEach(each -> lists.add(each.portsField()));
    return lists;
  }

  private void ofPeers(Scene scene, Targets targets, Resource policy, Found found) {
    if (targets.isMeshWide(policy) && !Targets.labels(policy).isEmpty()) {
      Pointer field = Pointer.of("spec", "selector");
      found.add(
          at(policy, field)
              .message(
                  "a PeerAuthentication of the root namespace %s selects pods"
                      .formatted(policy.namespace()))
              .why("in the root namespace Istio applies only policies without a selector")
              .help("move it to the namespace of the pods, or remove the selector")
              .cause("selector"));
      return;
    }
    Mapping ports = policy.tree().mapping("spec").mapping("portLevelMtls");
    for (String key : ports.keys()) {
      if ("STRICT".equals(ports.mapping(key).text("mode"))) {
        Pointer field = Pointer.of("spec", "portLevelMtls", key);
        check(scene, targets, policy, key, field, found);
      }
    }
  }

  private void check(
      Scene scene, Targets targets, Resource policy, String text, Pointer field, Found found) {
    int port = Containers.number(text);
    if (port == 0) {
      return;
    }
    for (Workload workload : targets.of(policy)) {
      Meshed meshed = Meshed.of(scene, workload).orElse(null);
      boolean listens =
          ReservedPorts.isNeverCaptured(port)
              || workload.declaresPort(port)
              || scene.traffic().inbound(workload, port) != null;
      if (meshed != null && listens) {
        Verdict verdict = meshed.capture().inbound(workload, port);
        if (verdict.captured() == Tri.NO) {
          found.add(finding(policy, field, port, meshed, verdict));
          return;
        }
      }
    }
  }

  private Finding.Builder finding(
      Resource policy, Pointer field, int port, Meshed meshed, Verdict verdict) {
    return at(policy, field)
        .message(
            "the policy is for port %d, which %s keeps out of the mesh"
                .formatted(port, meshed.workload()))
        .why(
            "%s; no policy applies to what bypasses the proxy: any pod can reach the port, even"
                    .formatted(verdict.reason())
                + " in plaintext")
        .help(
            ReservedPorts.isNeverCaptured(port)
                ? "remove port %d from the policy: the sidecar itself listens there, and a"
                        .formatted(port)
                    + " NetworkPolicy alone can close it"
                : "remove port %d from the exclusion (%s), or from the policy"
                    .formatted(port, verdict.setting().key()))
        .cause(field.toString())
        .assumed(meshed.presence().assumed());
  }
}
