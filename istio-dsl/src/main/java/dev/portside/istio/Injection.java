package dev.portside.istio;

import dev.portside.manifest.Workload;
import dev.portside.traffic.Presence;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Mapping;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pod gets a sidecar: first the selectors by which the API server picks the webhook, then
 * the injector's own decision. Source: istio/istio
 * manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml,
 * pkg/kube/inject/inject.go and initializer.go @1.31.
 */
final class Injection {

  private static final Set<String> IGNORED =
      Set.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage");

  /** The name that labels give the revision without a name. */
  private static final String DEFAULT = "default";

  private final IstioMesh mesh;

  Injection(IstioMesh mesh) {
    this.mesh = mesh;
  }

  /**
   * Decides for the pods of a workload; {@code namespace} is empty when its labels are not known.
   */
  Presence of(Workload workload, Optional<Mapping> namespace) {
    if ("true".equals(workload.podSpec().text("hostNetwork"))) {
      return no("its pods use the host's network");
    }
    if (IGNORED.contains(workload.namespace())) {
      return no("namespace %s is never injected".formatted(workload.namespace()));
    }
    String label = truth(workload.labels().text(IstioKeys.INJECT));
    if ("false".equals(label)) {
      return no("its label %s is \"false\"".formatted(IstioKeys.INJECT));
    }
    Presence selected =
        namespace
            .map(labels -> selected(workload, labels, label))
            .orElseGet(() -> guessed(workload, label));
    return selected.meshed() == Tri.NO ? selected : decided(workload, selected);
  }

  /**
   * Which webhook the API server picks, by labels alone: each revision has one for namespaces that
   * carry its name and one for pods that do; the default one also has those that no name picks.
   */
  private Presence selected(Workload workload, Mapping labels, @Nullable String label) {
    String name = workload.namespace();
    String injection = labels.text(IstioKeys.INJECTION);
    if (labels.has(IstioKeys.INJECTION)) {
      String written = "namespace " + name + " has " + IstioKeys.INJECTION + "=" + injection;
      return "enabled".equals(injection) ? installed(DEFAULT, written) : no(written);
    }
    if (labels.has(IstioKeys.REVISION)) {
      String revision = labels.findText(IstioKeys.REVISION).orElse("");
      return installed(
          revision, "namespace %s has %s=%s".formatted(name, IstioKeys.REVISION, revision));
    }
    if (workload.labels().has(IstioKeys.REVISION)) {
      String revision = workload.labels().findText(IstioKeys.REVISION).orElse("");
      return installed(
          revision, "its label %s picks revision %s".formatted(IstioKeys.REVISION, revision));
    }
    if ("true".equals(label)) {
      return installed(DEFAULT, "its label %s is \"true\"".formatted(IstioKeys.INJECT));
    }
    return mesh.injectsByDefault() && !workload.labels().has(IstioKeys.INJECT)
        ? installed(DEFAULT, "the mesh injects where no label says otherwise")
        : no(
            "namespace %s has neither %s nor %s, and no label of the pods asks for it"
                .formatted(name, IstioKeys.INJECTION, IstioKeys.REVISION));
  }

  private Presence installed(String revision, String reason) {
    return mesh.revisions().isEmpty() || mesh.revisions().contains(revision)
        ? yes(reason)
        : no("%s, and revision %s is not installed".formatted(reason, revision));
  }

  /**
   * An unknown namespace may carry any label; pods written for the mesh show what their author
   * meant.
   */
  private Presence guessed(Workload workload, @Nullable String label) {
    String unseen = "the set does not hold namespace " + workload.namespace();
    if (mesh.injectsByDefault()) {
      return yes("the mesh injects where no label says otherwise");
    }
    boolean written =
        "true".equals(label)
            || workload.labels().has(IstioKeys.REVISION)
            || IstioKeys.capture().stream().anyMatch(workload.annotations()::has);
    return new Presence(
        Tri.UNKNOWN,
        unseen + (written ? "; its pods are written for Istio" : "; it may be injected or not"),
        written);
  }

  /** What the injector itself still refuses; a label beats the annotation of the same name. */
  private static Presence decided(Workload workload, Presence selected) {
    boolean refused =
        !workload.labels().has(IstioKeys.INJECT)
            && "false".equals(truth(workload.annotation(IstioKeys.INJECT)));
    return refused ? no("its annotation %s is \"false\"".formatted(IstioKeys.INJECT)) : selected;
  }

  /** Releases up to 1.26 took more spellings; what is neither is taken for nothing since 1.27. */
  private static @Nullable String truth(@Nullable String value) {
    return "true".equals(value) || "false".equals(value) ? value : null;
  }

  private static Presence yes(String reason) {
    return Presence.known(true, reason);
  }

  private static Presence no(String reason) {
    return Presence.known(false, reason);
  }
}
