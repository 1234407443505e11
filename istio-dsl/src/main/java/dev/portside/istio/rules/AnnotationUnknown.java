package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An annotation under a prefix of Istio's is none that Istio knows. */
final class AnnotationUnknown implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "istio-annotation-unknown",
          Severity.WARNING,
          Rank.SETTING,
          "an annotation under a prefix of Istio's is none that Istio knows");

  private static final Pointer OWN = Pointer.of("metadata", "annotations");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (Resource resource : scene.manifests().resources()) {
      Optional<Workload> workload = Workload.of(resource);
      if (workload.isPresent()) {
        Pointer pods = workload.get().annotationField("").parent();
        unknown(scene, resource, pods, workload.get(), findings);
        if (!pods.equals(OWN)) {
          unknown(scene, resource, OWN, workload.get(), findings);
        }
      } else if (resource.is("", "Service") || resource.is("", "Namespace")) {
        unknown(scene, resource, OWN, null, findings);
      }
    }
    return findings.stream();
  }

  private static void unknown(
      Scene scene,
      Resource resource,
      Pointer field,
      @Nullable Workload workload,
      List<Finding> findings) {
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
        findings.add(misspelt(scene, resource, at, annotations, workload));
      } else if (!known.isAnnotation()) {
        findings.add(label(resource, at, known, workload));
      } else if (known.isNewerThan(version)) {
        findings.add(early(resource, at, known, version));
      }
    }
  }

  private static Finding.Builder finding(Resource resource, Pointer at) {
    return Finding.of(INFO, resource, at).addCauses(new Cause(resource.target(), at.last(), 0));
  }

  private static Finding misspelt(
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
            .message("Istio knows no annotation %s; the nearest is %s".formatted(key, nearest))
            .why("an annotation that Istio does not know has no effect, and nothing tells so")
            .help(clear ? "rename it to " + nearest : "check its spelling, or remove it");
    if (clear && workload != null && ofPods) {
      String value = annotations.findText(key).orElse("");
      Placement.edits(scene, resource, at, value, workload, nearest).forEach(finding::addEdits);
    } else if (clear && workload == null && !ofPods) {
      finding.addEdits(new Edit.MoveField(resource.target(), at, at.parent().child(nearest), true));
    }
    return finding.build();
  }

  private static Finding label(
      Resource resource, Pointer at, Known known, @Nullable Workload workload) {
    Finding.Builder finding =
        finding(resource, at)
            .message(
                "%s is a label of Istio's, and stands here as an annotation".formatted(at.last()))
            .why("Istio reads it among the labels only, so that it has no effect")
            .help("write it to the labels");
    if (workload != null && known.isOnPods() && at.equals(workload.annotationField(at.last()))) {
      finding.addEdits(
          new Edit.MoveField(resource.target(), at, workload.labelField(at.last()), true));
    }
    return finding.build();
  }

  private static Finding early(Resource resource, Pointer at, Known known, Version version) {
    return finding(resource, at)
        .message(
            "Istio %s does not know %s, which came with %s"
                .formatted(version, at.last(), known.since()))
        .why("it has no effect before that release")
        .help("remove it, or upgrade Istio")
        .build();
  }
}
