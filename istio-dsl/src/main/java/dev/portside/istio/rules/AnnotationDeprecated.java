package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.annotation.KnownAnnotations;
import dev.portside.istio.annotation.KnownAnnotations.Known;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.List;

/** A pod carries an annotation that Istio has given up, or is about to. */
final class AnnotationDeprecated extends Rule {

  AnnotationDeprecated() {
    super(
        "istio-annotation-deprecated",
        Severity.WARNING,
        Rank.SETTING,
        "an annotation is deprecated, or Istio no longer reads it");
  }

  @Override
  public void check(Scene scene, Found found) {
    Version version = scene.platform().get(IstioMesh.SECTION).version();
    for (Workload workload : scene.manifests().workloads()) {
      Mapping annotations = workload.annotations();
      for (int i = 0; i < annotations.size(); i++) {
        KnownAnnotations.find(annotations.key(i))
            .filter(known -> known.isOnPods() && known.isAnnotation())
            .filter(known -> known.isDeprecatedAt(version) || known.isGoneAt(version))
            .ifPresent(known -> found.add(finding(scene, workload, known, version)));
      }
    }
  }

  private Finding.Builder finding(Scene scene, Workload workload, Known known, Version version) {
    return at(workload, known.key())
        .message(
            known.isGoneAt(version)
                ? "Istio %s no longer knows the annotation %s".formatted(version, known.key())
                : "the annotation %s is deprecated".formatted(known.key()))
        .why(why(known, version))
        .help(help(workload, known))
        .cause(known.key())
        .edits(edits(scene, workload, known));
  }

  private static String why(Known known, Version version) {
    if (known.isGoneAt(version)) {
      return "it has no effect";
    }
    return known.form().equals("both")
        ? "the annotation is read only after labels have selected the webhook: \"true\" injects"
            + " nothing where the namespace does not, and a label overrides it"
        : "a later release of Istio may stop reading it";
  }

  private static String help(Workload workload, Known known) {
    String instead = known.instead();
    if (instead.startsWith(":")) {
      String written = instead.substring(1).trim();
      boolean superseded = known.form().equals("both") && workload.labels().has(known.key());
      return superseded
          ? "remove it: %s is already set".formatted(written)
          : "use %s".formatted(written);
    }
    return instead.isEmpty() ? "remove it" : "use " + instead;
  }

  private static List<Edit> edits(Scene scene, Workload workload, Known known) {
    Pointer field = workload.annotationField(known.key());
    Edit.Target target = workload.resource().target();
    Edit removal = new Edit.RemoveField(target, field, true);
    if (known.form().equals("both")) {
      String value = workload.annotations().findText(known.key()).orElse("");
      if (workload.labels().has(known.key())
          || value.equals("true") && isBlocked(scene, workload)) {
        return List.of(removal);
      }
      return value.equals("true") || value.equals("false")
          ? List.of(new Edit.MoveField(target, field, workload.labelField(known.key()), true))
          : List.of();
    }
    String instead = known.instead();
    if (instead.isEmpty() || instead.startsWith(": nothing")) {
      return List.of(removal);
    }
    return instead.startsWith(":")
        ? List.of()
        : List.of(new Edit.MoveField(target, field, workload.annotationField(instead), true));
  }

  /** There a label would ask in vain, as the annotation does. */
  private static boolean isBlocked(Scene scene, Workload workload) {
    Mapping labels =
        scene.manifests().namespaceLabels(workload.namespace()).orElse(Mapping.empty());
    return labels.has(IstioKeys.injection())
        && !"enabled".equals(labels.text(IstioKeys.injection()));
  }
}
