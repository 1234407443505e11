package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprRuntime;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Capture;
import dev.portside.traffic.Party;
import dev.portside.traffic.Presence;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Pointer;
import java.util.List;

/** Dapr's control plane gets sidecars of the mesh, which read its TLS as HTTP. */
final class ControlPlaneInMesh extends Rule {

  /** Any of its Services stands for the namespace. */
  private static final String SENTRY = "dapr-sentry";

  ControlPlaneInMesh() {
    super(
        "control-plane-in-mesh",
        Severity.ERROR,
        Rank.SETTING,
        "Dapr's control plane gets sidecars of the mesh");
  }

  @Override
  public void check(Scene scene, Found found) {
    String name = scene.platform().get(DaprRuntime.SECTION).namespace();
    List<Workload> own =
        scene.manifests().workloads().stream()
            .filter(workload -> workload.namespace().equals(name))
            .toList();
    List<Resource> namespaces = scene.manifests().named("", "Namespace", "", name);
    Party.Outside party = new Party.Outside(Party.Kind.CONTROL_PLANE, name, SENTRY);
    Presence presence = scene.traffic().capture(party).on(party);
    List<Workload> meshed = own.stream().filter(workload -> isMeshed(scene, workload)).toList();
    boolean byNamespace =
        !namespaces.isEmpty()
            && presence.meshed() != Tri.NO
            && (own.isEmpty() || !meshed.isEmpty());
    // Pods may ask for a sidecar themselves, or refuse it.
    if (byNamespace) {
      found.add(finding(scene, namespaces.get(namespaces.size() - 1), presence));
    } else {
      meshed.forEach(
          workload -> found.add(finding(scene, workload.resource(), presence(scene, workload))));
    }
  }

  private static Presence presence(Scene scene, Workload workload) {
    return scene.traffic().capture(workload).on(new Party.Pods(workload));
  }

  private static boolean isMeshed(Scene scene, Workload workload) {
    return presence(scene, workload).meshed() == Tri.YES;
  }

  private Finding.Builder finding(Scene scene, Resource resource, Presence presence) {
    Party.Outside party =
        new Party.Outside(
            Party.Kind.CONTROL_PLANE,
            scene.platform().get(DaprRuntime.SECTION).namespace(),
            SENTRY);
    Capture capture =
        Workload.of(resource)
            .map(workload -> scene.traffic().capture(workload))
            .orElseGet(() -> scene.traffic().capture(party));
    List<Edit> edits = capture.keepOut(resource);
    Pointer field = edits.isEmpty() ? Pointer.root() : edits.get(edits.size() - 1).field();
    return at(resource, field)
        .message(
            "Dapr's control plane gets %s's sidecars: %s"
                .formatted(capture.mesh(), presence.reason()))
        .why(
            "its ports 443 are declared grpc and carry Dapr's own TLS: %s's proxy closes such"
                    .formatted(capture.mesh())
                + " connections, and no daprd starts")
        .help("keep %s out of the mesh".formatted(resource.kind() + " " + resource.name()))
        .edits(edits)
        .cause("control-plane");
  }
}
