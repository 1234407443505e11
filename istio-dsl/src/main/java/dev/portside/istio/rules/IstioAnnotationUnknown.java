package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.annotation.KnownAnnotations;
import dev.portside.istio.annotation.KnownAnnotations.Known;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An annotation under a prefix of Istio's is none that Istio knows. */
final class IstioAnnotationUnknown extends Rule {

  private static final Pointer OWN = Pointer.of("metadata", "annotations");

  IstioAnnotationUnknown() {
    super(
        "istio-annotation-unknown",
        Severity.WARNING,
        Rank.SETTING,
        "an annotation has Istio's prefix, but Istio does not know it");
  }

  @Override
  public void check(Scene scene, Found found) {
    for (Resource resource : scene.manifests().resources()) {
      Optional<Workload> workload = Workload.of(resource);
      if (workload.isPresent()) {
        Pointer pods = workload.get().annotationField("").parent();
        unknown(scene, resource, pods, workload.get(), found);
        if (!pods.equals(OWN)) {
          unknown(scene, resource, OWN, workload.get(), found);
        }
      } else if (resource.is("", "Service") || resource.is("", "Namespace")) {
        unknown(scene, resource, OWN, null, found);
      }
    }
  }

  private void unknown(
      Scene scene, Resource resource, Pointer field, @Nullable Workload workload, Found found) {
    Version version = scene.platform().get(IstioMesh.SECTION).version();
    if (!(resource.tree().at(field) instanceof Mapping annotations)) {
      return;
    }
    for (int i = 0; i < annotations.size(); i++) {
      String key = annotations.key(i);
      if (!KnownAnnotations.isIstios(key) || KnownAnnotations.isWrittenByIstio(key)) {
        continue;
      }
      Known known = KnownAnnotations.find(key).orElse(null);
      Pointer at = field.child(key);
      if (known == null) {
        found.add(misspelt(scene, resource, at, annotations, workload));
      } else if (!known.isAnnotation()) {
        found.add(label(resource, at, known, workload));
      } else if (known.isNewerThan(version)) {
        found.add(early(resource, at, known, version));
      }
    }
  }

  private Finding.Builder finding(Resource resource, Pointer at) {
    return at(resource, at).cause(at.last());
  }

  private Finding.Builder misspelt(
      Scene scene,
      Resource resource,
      Pointer at,
      Mapping annotations,
      @Nullable Workload workload) {
    String key = at.last();
    String nearest = KnownAnnotations.nearest(key);
    boolean clear = KnownAnnotations.isClear(key, nearest);
    boolean ofPods = KnownAnnotations.find(nearest).filter(Known::isOnPodsOnly).isPresent();
    Finding.Builder finding =
        finding(resource, at)
            .message(
                "Istio does not know the annotation %s; the nearest is %s".formatted(key, nearest))
            .why("an annotation that Istio does not know has no effect, and nothing reports it")
            .help(clear ? "rename it to " + nearest : "check its spelling, or remove it");
    if (clear && workload != null && ofPods) {
      String value = annotations.findText(key).orElse("");
      finding.addAllEdits(Placement.edits(scene, resource, at, value, workload, nearest));
    } else if (clear && workload == null && !ofPods) {
      finding.addEdits(new Edit.MoveField(resource.target(), at, at.parent().child(nearest), true));
    }
    return finding;
  }

  private Finding.Builder label(
      Resource resource, Pointer at, Known known, @Nullable Workload workload) {
    Finding.Builder finding =
        finding(resource, at)
            .message("%s is an Istio label, but is set here as an annotation".formatted(at.last()))
            .why("Istio reads it only as a label, so it has no effect here")
            .help("write it to the labels");
    if (workload != null && known.isOnPods() && at.equals(workload.annotationField(at.last()))) {
      finding.addEdits(
          new Edit.MoveField(resource.target(), at, workload.labelField(at.last()), true));
    }
    return finding;
  }

  private Finding.Builder early(Resource resource, Pointer at, Known known, Version version) {
    return finding(resource, at)
        .message(
            "Istio %s does not know %s, which came with %s"
                .formatted(version, at.last(), known.since()))
        .why("it has no effect before that release")
        .help("remove it, or upgrade Istio");
  }
}
