package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.istio.capture.IstioCapture;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Party;
import dev.portside.traffic.Presence;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A workload whose pods have Istio's sidecar, or may have it.
 *
 * @param workload the workload
 * @param capture what Istio does to it
 * @param presence whether it has the sidecar, and why
 */
record Meshed(Workload workload, IstioCapture capture, Presence presence) {

  /** Returns the workload if its pods have, or may have, the sidecar. */
  static Optional<Meshed> of(Scene scene, Workload workload) {
    if (!(scene.traffic().capture(workload) instanceof IstioCapture capture)) {
      return Optional.empty();
    }
    Presence presence = capture.on(new Party.Pods(workload));
    return presence.meshed() == Tri.NO
        ? Optional.empty()
        : Optional.of(new Meshed(workload, capture, presence));
  }

  /**
   * Returns the workloads whose pods have the sidecar, or are written for it: a finding about any
   * other would be a guess.
   */
  static List<Meshed> likely(Scene scene) {
    List<Meshed> likely = new ArrayList<>();
    for (Workload workload : scene.manifests().workloads()) {
      of(scene, workload).filter(meshed -> meshed.presence().isLikely()).ifPresent(likely::add);
    }
    return likely;
  }

  /** Begins a finding about it, which says what it leans on. */
  Finding.Builder finding(Rule rule, Pointer field) {
    return Finding.of(rule.info(), workload.resource(), field).assumed(presence.assumed());
  }
}
