package dev.portside.kyma.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.kyma.ExposedService;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Party;
import dev.portside.traffic.Presence;
import dev.portside.traffic.Tri;
import java.util.List;

/** The pods behind an APIRule get no sidecar. */
final class WorkloadWithoutSidecar extends Rule {

  WorkloadWithoutSidecar() {
    super(
        "kyma-workload-without-sidecar",
        Severity.ERROR,
        Rank.FEATURE,
        "the pods behind an APIRule get no sidecar");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (ExposedService exposed : ExposedService.in(scene.manifests())) {
      List<Workload> workloads =
          scene
              .manifests()
              .service(exposed.namespace(), exposed.name())
              .map(scene.manifests()::selectedBy)
              .orElse(List.of());
      for (Workload workload : workloads) {
        Presence presence = scene.traffic().capture(workload).on(new Party.Pods(workload));
        if (presence.meshed() == Tri.NO) {
          found.add(finding(exposed, workload, presence));
        }
      }
    }
  }

  private Finding.Builder finding(ExposedService exposed, Workload workload, Presence presence) {
    return at(exposed.rule(), exposed.field())
        .message("the pods of %s, which it exposes, get no sidecar".formatted(workload))
        .why(
            "%s; Kyma's policies run in the sidecar, and the rule ends in Error"
                .formatted(presence.reason()))
        .help(
            "have the pods injected: label namespace %s istio-injection=enabled, and remove from"
                    .formatted(workload.namespace())
                + " the pods what forbids it")
        .cause("sidecar");
  }
}
