package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.annotation.KnownAnnotations;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An annotation that only pods can use stands on something else. */
final class IstioAnnotationMisplaced extends Rule {

  IstioAnnotationMisplaced() {
    super(
        "istio-annotation-misplaced",
        Severity.ERROR,
        Rank.SETTING,
        "an annotation for pods is set on something else");
  }

  @Override
  public void check(Scene scene, Found found) {
    Manifests manifests = scene.manifests();
    for (Workload workload : manifests.workloads()) {
      ofController(scene, workload, found);
    }
    for (ServiceView service : manifests.services()) {
      List<Workload> selected = manifests.selectedBy(service);
      List<Workload> one = selected.size() == 1 ? selected : List.of();
      misplaced(scene, service.resource(), Pointer.of("metadata", "annotations"), one, found);
    }
    for (Resource namespace : manifests.ofKind("", "Namespace")) {
      misplaced(scene, namespace, Pointer.of("metadata", "annotations"), List.of(), found);
    }
  }

  /** Whatever is above the pod template has metadata of its own, a CronJob's Job too. */
  private void ofController(Scene scene, Workload workload, Found found) {
    for (Pointer above = workload.templateField(); !above.segments().isEmpty(); ) {
      above = above.parent();
      Pointer field = above.child("metadata").child("annotations");
      misplaced(scene, workload.resource(), field, List.of(workload), found);
    }
  }

  private void misplaced(
      Scene scene, Resource on, Pointer field, List<Workload> meant, Found found) {
    if (!(on.tree().at(field) instanceof Mapping annotations)) {
      return;
    }
    for (int i = 0; i < annotations.size(); i++) {
      String key = annotations.key(i);
      boolean ofPods =
          KnownAnnotations.find(key)
              .filter(known -> known.isOnPodsOnly() && known.isAnnotation())
              .isPresent();
      if (ofPods && !isBesideItself(annotations.text(key), key, meant)) {
        found.add(finding(scene, on, field.child(key), annotations.text(key), meant));
      }
    }
  }

  /** Tools that copy the pods' annotations to their controller do no harm. */
  private static boolean isBesideItself(@Nullable String value, String key, List<Workload> meant) {
    return meant.size() == 1
        && value != null
        && Objects.equals(meant.get(0).annotation(key), value);
  }

  private Finding.Builder finding(
      Scene scene, Resource on, Pointer field, @Nullable String written, List<Workload> meant) {
    String key = field.last();
    String value = Objects.requireNonNullElse(written, "");
    Finding.Builder finding =
        at(on, field)
            .message(
                "%s is set on the %s, where Istio does not read it"
                    .formatted(key, place(on, field)))
            .why(why(key, meant))
            .cause(key);
    if (meant.isEmpty()) {
      return finding.help(help(on, key));
    }
    Workload workload = meant.get(0);
    finding.addAllCauses(Placement.missed(workload, key, value));
    if (Meshed.of(scene, workload).isPresent() || workload.annotations().has(key)) {
      finding.addAllEdits(Placement.edits(scene, on, field, value, workload, key));
    }
    return finding.help(
        key.equals(IstioKeys.inject())
            ? "move it to the pod template's labels"
            : "move it to the pod template's annotations (%s%s)"
                .formatted(
                    on.equals(workload.resource()) ? "" : workload + " ",
                    workload.annotationField(key).parent()));
  }

  private static String place(Resource on, Pointer field) {
    boolean own = field.segments().size() == 3;
    return own ? on.kind() + "'s own metadata" : "metadata of " + field.parent().parent().parent();
  }

  private static String why(String key, List<Workload> meant) {
    boolean superseded = meant.size() == 1 && meant.get(0).annotations().has(key);
    return superseded
        ? "it has no effect: the pods have a different value of their own, and that one counts"
        : "it has no effect: Istio reads the annotations of pods, and pods get theirs from the pod"
            + " template";
  }

  private static String help(Resource on, String key) {
    return key.endsWith("/inject") && on.kind().equals("Namespace")
        ? "label the namespace istio-injection=enabled or =disabled instead"
        : "write it to the pod templates of the workloads you mean";
  }
}
