package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Party;
import dev.portside.traffic.Presence;
import dev.portside.traffic.Tri;

/** Capture annotations stand on pods that get no sidecar. */
final class CaptureWithoutSidecar extends Rule {

  CaptureWithoutSidecar() {
    super(
        "istio-capture-without-sidecar",
        Severity.WARNING,
        Rank.SETTING,
        "capture annotations are set on pods that get no sidecar");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Workload workload : scene.manifests().workloads()) {
      for (String key : IstioKeys.capture()) {
        if (workload.annotations().has(key)) {
          Presence presence = scene.traffic().capture(workload).on(new Party.Pods(workload));
          if (presence.meshed() == Tri.NO && !AmbientAnnotationsInert.isAmbient(scene, workload)) {
            found.add(finding(workload, key, presence));
          }
          break;
        }
      }
    }
  }

  private Finding.Builder finding(Workload workload, String key, Presence presence) {
    String name = key.substring(key.indexOf('/') + 1);
    boolean barred = "true".equals(workload.podSpec().text("hostNetwork"));
    return at(workload, key)
        .message("%s has no effect: the pods get no sidecar".formatted(name))
        .why(
            "%s; neither Istio's protection nor its policies apply to these pods"
                .formatted(presence.reason()))
        .help(
            barred
                ? "remove the annotation, or hostNetwork"
                : "have the pods injected (namespace %s labelled istio-injection=enabled, nothing"
                        .formatted(workload.namespace())
                    + " on the pods that forbids it), or remove the annotation")
        .cause("sidecar");
  }
}
