package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Labels of a namespace or of its pods contradict one another about the sidecar. */
final class InjectionConflict implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "istio-injection-conflict",
          Severity.WARNING,
          Rank.SETTING,
          "labels contradict one another about whether pods get a sidecar, or which");

  /** The webhooks that go by these labels in this way: mutatingwebhook.yaml @1.9.9. */
  private static final Version SELECTED_BY_LABELS = Version.of("1.9");

  private static final String ENABLED = "enabled";
  private static final String AMBIENT = "ambient";
  private static final Pointer LABELS = Pointer.of("metadata", "labels");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    if (!scene.platform().get(IstioMesh.SECTION).version().isAtLeast(SELECTED_BY_LABELS)) {
      return Stream.empty();
    }
    Manifests manifests = scene.manifests();
    List<Finding> findings = new ArrayList<>();
    manifests.ofKind("", "Namespace").forEach(resource -> ofNamespace(resource, findings));
    for (Workload workload : manifests.workloads()) {
      ofPods(workload, manifests, findings);
    }
    return findings.stream();
  }

  private static void ofNamespace(Resource namespace, List<Finding> findings) {
    Mapping labels = namespace.labels();
    String injection = labels.findText(IstioKeys.injection()).orElse("");
    if (labels.has(IstioKeys.injection()) && labels.has(IstioKeys.revision())) {
      findings.add(
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
                      ? "the pods get the sidecar of the default revision, and %s is not looked at"
                          .formatted(IstioKeys.revision())
                      : "the pods get no sidecar at all")
              .help("keep the one that is meant, and remove the other")
              .build());
    } else if (labels.has(IstioKeys.injection())
        && !injection.equals(ENABLED)
        && !injection.equals("disabled")) {
      findings.add(
          finding(namespace, LABELS.child(IstioKeys.injection()))
              .message(
                  "%s of namespace %s is \"%s\", which is neither enabled nor disabled"
                      .formatted(IstioKeys.injection(), namespace.name(), injection))
              .why("any value but enabled keeps the sidecar from all pods, whatever they ask for")
              .help("write enabled or disabled")
              .build());
    }
    boolean sidecars = injection.equals(ENABLED) || labels.has(IstioKeys.revision());
    if (sidecars && AMBIENT.equals(labels.text(IstioKeys.dataplaneMode()))) {
      findings.add(
          finding(namespace, LABELS.child(IstioKeys.dataplaneMode()))
              .message(
                  "namespace %s asks for sidecars and for ambient mode".formatted(namespace.name()))
              .why("its pods get sidecars, and ambient mode leaves pods with a sidecar alone")
              .help("keep the label that is meant, and remove the other")
              .build());
    }
  }

  private static Finding.Builder finding(Resource resource, Pointer field) {
    return Finding.of(INFO, resource, field)
        .addCauses(new Cause(resource.target(), field.last(), 0));
  }

  private static void ofPods(Workload workload, Manifests manifests, List<Finding> findings) {
    Mapping labels = workload.labels();
    boolean wanted = "true".equals(labels.text(IstioKeys.inject()));
    String revision = labels.text(IstioKeys.revision());
    if (!wanted && revision == null) {
      return;
    }
    Mapping namespace = manifests.namespaceLabels(workload.namespace()).orElse(Mapping.empty());
    String asked = wanted ? IstioKeys.inject() : IstioKeys.revision();
    Finding.Builder finding = finding(workload.resource(), workload.labelField(asked));
    String injection = namespace.text(IstioKeys.injection());
    if (wanted && "true".equals(workload.podSpec().text("hostNetwork"))) {
      finding
          .message("the pods ask for a sidecar and use the host's network")
          .why("pods on the host's network never get one")
          .help("remove hostNetwork, or the label %s".formatted(asked));
    } else if (namespace.has(IstioKeys.injection()) && !ENABLED.equals(injection)) {
      finding
          .message(
              "the pods ask for a sidecar (%s=%s), and namespace %s has %s=%s"
                  .formatted(
                      asked,
                      labels.text(asked),
                      workload.namespace(),
                      IstioKeys.injection(),
                      injection))
          .why("the namespace's label beats the pods': they get no sidecar")
          .help(
              "remove %s from the namespace, so that labels of pods count, or %s from the pods"
                  .formatted(IstioKeys.injection(), asked));
    } else if (revision == null) {
      return;
    } else if (!isRevisionOverruled(workload, namespace, revision, finding)) {
      return;
    }
    findings.add(finding.build());
  }

  /** Writes what is wrong with a revision that the pods' labels name; returns whether something. */
  private static boolean isRevisionOverruled(
      Workload workload, Mapping namespace, String revision, Finding.Builder finding) {
    finding.addCauses(new Cause(workload.resource().target(), IstioKeys.revision(), 0));
    finding.field(workload.labelField(IstioKeys.revision()));
    finding.source(workload.resource().source(workload.labelField(IstioKeys.revision())));
    if ("false".equals(workload.labels().text(IstioKeys.inject()))) {
      finding
          .message(
              "the pods pick revision %s, and refuse a sidecar (%s=false)"
                  .formatted(revision, IstioKeys.inject()))
          .why("they get no sidecar")
          .help("remove one of the two labels");
      return true;
    }
    String other = namespace.text(IstioKeys.revision());
    boolean overruled =
        namespace.has(IstioKeys.injection())
            ? !revision.equals("default")
            : other != null && !other.equals(revision);
    if (overruled) {
      finding
          .message(
              "the pods pick revision %s, and their namespace %s picks %s"
                  .formatted(
                      revision,
                      workload.namespace(),
                      namespace.has(IstioKeys.injection()) ? "the default one" : other))
          .why("the namespace's label beats the pods'")
          .help(
              "remove the label %s from the pods, or the namespace's"
                  .formatted(IstioKeys.revision()));
    }
    return overruled;
  }
}
