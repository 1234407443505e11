package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;

/** Labels of a namespace or of its pods contradict one another about the sidecar. */
final class InjectionConflict extends Rule {

  /** The webhooks that go by these labels in this way: mutatingwebhook.yaml @1.9.9. */
  private static final Version SELECTED_BY_LABELS = Version.of("1.9");

  private static final String ENABLED = "enabled";
  private static final String AMBIENT = "ambient";
  private static final Pointer LABELS = Pointer.of("metadata", "labels");

  InjectionConflict() {
    super(
        "istio-injection-conflict",
        Severity.WARNING,
        Rank.SETTING,
        "labels contradict each other on whether pods get a sidecar, or which one");
  }

  @Override
  public void check(Scene scene, Found found) {
    if (!scene.platform().get(IstioMesh.SECTION).version().isAtLeast(SELECTED_BY_LABELS)) {
      return;
    }
    Manifests manifests = scene.manifests();
    manifests.ofKind("", "Namespace").forEach(resource -> ofNamespace(resource, found));
    for (Workload workload : manifests.workloads()) {
      ofPods(workload, manifests, found);
    }
  }

  private void ofNamespace(Resource namespace, Found found) {
    Mapping labels = namespace.labels();
    String injection = labels.findText(IstioKeys.injection()).orElse("");
    if (labels.has(IstioKeys.injection()) && labels.has(IstioKeys.revision())) {
      found.add(
          finding(namespace, LABELS.child(IstioKeys.revision()))
              .message(
                  "namespace %s has both %s=%s and %s=%s"
                      .formatted(
                          namespace.name(),
                          IstioKeys.injection(),
                          injection,
                          IstioKeys.revision(),
                          labels.text(IstioKeys.revision())))
              .why(
                  injection.equals(ENABLED)
                      ? "the pods get the sidecar of the default revision, and %s is ignored"
                          .formatted(IstioKeys.revision())
                      : "the pods get no sidecar at all")
              .help("keep the one you want, and remove the other"));
    } else if (labels.has(IstioKeys.injection())
        && !injection.equals(ENABLED)
        && !injection.equals("disabled")) {
      found.add(
          finding(namespace, LABELS.child(IstioKeys.injection()))
              .message(
                  "%s of namespace %s is \"%s\", which is neither enabled nor disabled"
                      .formatted(IstioKeys.injection(), namespace.name(), injection))
              .why(
                  "any value other than enabled keeps the sidecar off all pods, whatever they ask"
                      + " for")
              .help("write enabled or disabled"));
    }
    boolean sidecars = injection.equals(ENABLED) || labels.has(IstioKeys.revision());
    if (sidecars && AMBIENT.equals(labels.text(IstioKeys.dataplaneMode()))) {
      found.add(
          finding(namespace, LABELS.child(IstioKeys.dataplaneMode()))
              .message(
                  "namespace %s asks for sidecars and for ambient mode".formatted(namespace.name()))
              .why("its pods get sidecars, and ambient mode skips pods with a sidecar")
              .help("keep the label you want, and remove the other"));
    }
  }

  private Finding.Builder finding(Resource resource, Pointer field) {
    return at(resource, field).cause(field.last());
  }

  private void ofPods(Workload workload, Manifests manifests, Found found) {
    Mapping labels = workload.labels();
    boolean wanted = "true".equals(labels.text(IstioKeys.inject()));
    String revision = labels.text(IstioKeys.revision());
    if (!wanted && revision == null) {
      return;
    }
    Mapping namespace = manifests.namespaceLabels(workload.namespace()).orElse(Mapping.empty());
    String asked = wanted ? IstioKeys.inject() : IstioKeys.revision();
    String injection = namespace.text(IstioKeys.injection());
    if (wanted && "true".equals(workload.podSpec().text("hostNetwork"))) {
      found.add(
          finding(workload.resource(), workload.labelField(asked))
              .message("the pods ask for a sidecar and use the host's network")
              .why("pods on the host's network never get one")
              .help("remove hostNetwork, or the label %s".formatted(asked)));
    } else if (namespace.has(IstioKeys.injection()) && !ENABLED.equals(injection)) {
      found.add(
          finding(workload.resource(), workload.labelField(asked))
              .message(
                  "the pods ask for a sidecar (%s=%s), and namespace %s has %s=%s"
                      .formatted(
                          asked,
                          labels.text(asked),
                          workload.namespace(),
                          IstioKeys.injection(),
                          injection))
              .why("the namespace's label takes precedence over the pods': they get no sidecar")
              .help(
                  "remove %s from the namespace, so that labels of pods count, or %s from the pods"
                      .formatted(IstioKeys.injection(), asked)));
    } else if (revision != null) {
      ofRevision(workload, namespace, asked, revision, found);
    }
  }

  private void ofRevision(
      Workload workload, Mapping namespace, String asked, String revision, Found found) {
    Pointer field = workload.labelField(IstioKeys.revision());
    Finding.Builder finding = finding(workload.resource(), field).cause(asked);
    String other = namespace.text(IstioKeys.revision());
    boolean byDefault = namespace.has(IstioKeys.injection());
    if ("false".equals(workload.labels().text(IstioKeys.inject()))) {
      found.add(
          finding
              .message(
                  "the pods select revision %s, but opt out of the sidecar (%s=false)"
                      .formatted(revision, IstioKeys.inject()))
              .why("they get no sidecar")
              .help("remove one of the two labels"));
    } else if (byDefault ? !revision.equals("default") : other != null && !other.equals(revision)) {
      found.add(
          finding
              .message(
                  "the pods select revision %s, but their namespace %s selects %s"
                      .formatted(
                          revision, workload.namespace(), byDefault ? "the default one" : other))
              .why("the namespace's label takes precedence over the pods'")
              .help(
                  "remove the label %s from the pods, or the namespace's"
                      .formatted(IstioKeys.revision())));
    }
  }
}
