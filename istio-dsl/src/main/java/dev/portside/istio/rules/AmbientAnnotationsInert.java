package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.capture.IstioCapture;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.manifest.Workload;
import java.util.List;

/** Capture annotations stand on pods of ambient mode, which reads none of them. */
final class AmbientAnnotationsInert extends Rule {

  AmbientAnnotationsInert() {
    super(
        "istio-ambient-annotations-inert",
        Severity.WARNING,
        Rank.SETTING,
        "capture annotations are set on pods in ambient mode, which ignores them");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Workload workload : scene.manifests().workloads()) {
      List<String> inert =
          IstioKeys.capture().stream().filter(workload.annotations()::has).toList();
      if (!inert.isEmpty() && isAmbient(scene, workload)) {
        found.add(finding(workload, inert));
      }
    }
  }

  /** Returns whether the pods are in the mesh by ambient mode; those with a sidecar are not. */
  static boolean isAmbient(Scene scene, Workload workload) {
    return scene.traffic().capture(workload) instanceof IstioCapture capture
        && capture.isAmbient(workload);
  }

  private Finding.Builder finding(Workload workload, List<String> inert) {
    List<String> names = inert.stream().map(key -> key.substring(key.indexOf('/') + 1)).toList();
    return at(workload, inert.get(0))
        .message(
            "%s %s no effect: the pods are in ambient mode"
                .formatted(String.join(", ", names), names.size() == 1 ? "has" : "have"))
        .why(
            "ambient mode has no sidecar and ignores a sidecar's annotations: it captures every"
                + " port, and has no exclusions by port or address")
        .help(
            "remove %s; to keep inbound connections out of the mesh, write"
                    .formatted(names.size() == 1 ? "it" : "them")
                + " ambient.istio.io/bypass-inbound-capture: \"true\"; to keep the pods out of it,"
                + " label them istio.io/dataplane-mode: none")
        .cause("sidecar");
  }
}
