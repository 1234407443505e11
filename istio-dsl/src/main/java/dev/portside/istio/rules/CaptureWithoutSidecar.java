package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Party;
import dev.portside.traffic.Presence;
import dev.portside.traffic.Tri;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Capture annotations stand on pods that get no sidecar. */
final class CaptureWithoutSidecar implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "istio-capture-without-sidecar",
          Severity.WARNING,
          Rank.SETTING,
          "capture annotations stand on pods that get no sidecar");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (Workload workload : scene.manifests().workloads()) {
      for (String key : IstioKeys.capture()) {
        if (workload.annotations().has(key)) {
          Presence presence = scene.traffic().capture(workload).on(new Party.Pods(workload));
          if (presence.meshed() == Tri.NO && !AmbientAnnotationsInert.isAmbient(scene, workload)) {
            findings.add(finding(workload, key, presence));
          }
          break;
        }
      }
    }
    return findings.stream();
  }

  private static Finding finding(Workload workload, String key, Presence presence) {
    String name = key.substring(key.indexOf('/') + 1);
    boolean barred = "true".equals(workload.podSpec().text("hostNetwork"));
    return Finding.of(INFO, workload.resource(), workload.annotationField(key))
        .message("%s has no effect: the pods get no sidecar".formatted(name))
        .why(
            "%s; nothing that Istio protects or polices holds for these pods"
                .formatted(presence.reason()))
        .help(
            barred
                ? "remove the annotation, or hostNetwork"
                : "let the pods be injected (namespace %s labelled istio-injection=enabled, nothing on"
                        .formatted(workload.namespace())
                    + " the pods that forbids it), or remove the annotation")
        .addCauses(new Cause(workload.resource().target(), "sidecar", 0))
        .build();
  }
}
