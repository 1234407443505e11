package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import java.util.List;

/** A label asks for an injector that none of the platform's revisions and tags serves. */
final class RevisionMissing extends Rule {

  private static final String DEFAULT = "default";
  private static final String ENABLED = "enabled";
  private static final Pointer LABELS = Pointer.of("metadata", "labels");

  RevisionMissing() {
    super(
        "istio-revision-missing",
        Severity.ERROR,
        Rank.SETTING,
        "a label asks for a revision of Istio that is not installed");
  }

  @Override
  public void check(Scene scene, Found found) {
    List<String> revisions = scene.platform().get(IstioMesh.SECTION).revisions();
    if (revisions.isEmpty()) {
      return;
    }
    for (Resource namespace : scene.manifests().ofKind("", "Namespace")) {
      check(namespace, LABELS, namespace.labels(), revisions, found);
    }
    for (Workload workload : scene.manifests().workloads()) {
      Pointer labels = workload.labelField(IstioKeys.revision()).parent();
      check(workload.resource(), labels, workload.labels(), revisions, found);
    }
  }

  private void check(
      Resource resource, Pointer field, Mapping labels, List<String> revisions, Found found) {
    boolean unnamed = ENABLED.equals(labels.text(IstioKeys.injection()));
    String key = unnamed ? IstioKeys.injection() : IstioKeys.revision();
    String asked = unnamed ? DEFAULT : labels.text(key);
    if (asked != null && !revisions.contains(asked)) {
      found.add(finding(resource, field, key, labels.findText(key).orElse(""), revisions));
    }
  }

  private Finding.Builder finding(
      Resource resource, Pointer labels, String key, String value, List<String> revisions) {
    boolean unnamed = key.equals(IstioKeys.injection());
    Finding.Builder finding =
        at(resource, labels.child(key))
            .message(
                unnamed
                    ? "%s=%s asks for the default revision, and there is none: %s"
                        .formatted(key, value, installed(revisions))
                    : "%s asks for revision %s, which is not installed: %s"
                        .formatted(key, value, installed(revisions)))
            .why("no injector sees the pods: they start without a sidecar, and nothing says so")
            .help(help(unnamed, revisions))
            .addCauses(Cause.field(resource, labels.child(key)));
    if (revisions.size() == 1) {
      Edit.Target target = resource.target();
      if (unnamed) {
        finding.addEdits(new Edit.RemoveField(target, labels.child(key), true));
      }
      Pointer revision = labels.child(IstioKeys.revision());
      finding.addEdits(new Edit.SetField(target, revision, Scalar.of(revisions.get(0)), true));
    }
    return finding;
  }

  private static String installed(List<String> revisions) {
    return "installed %s %s"
        .formatted(revisions.size() == 1 ? "is" : "are", String.join(", ", revisions));
  }

  private static String help(boolean unnamed, List<String> revisions) {
    String label =
        revisions.size() == 1
            ? "write the label %s: %s".formatted(IstioKeys.revision(), revisions.get(0))
            : "write the label %s with one of them".formatted(IstioKeys.revision());
    return unnamed
        ? "%s instead of %s; or set the tag %s in the cluster"
            .formatted(label, IstioKeys.injection(), DEFAULT)
        : label;
  }
}
