package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.annotation.AnnotationValues;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.platform.Version;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import java.util.List;

/** A pod refuses the sidecar in a spelling that the injector does not read, and others do. */
final class InjectValueSplit extends Rule {

  /** Up to then the injector took whatever it did not know for no: pkg/kube/inject/inject.go. */
  private static final Version EXACT = Version.of("1.27");

  InjectValueSplit() {
    super(
        "istio-inject-value-split",
        Severity.ERROR,
        Rank.SETTING,
        "a pod opts out of the sidecar with a value that Istio's components read differently");
  }

  @Override
  public void check(Scene scene, Found found) {
    IstioMesh mesh = scene.platform().get(IstioMesh.SECTION);
    if (mesh.version().isAtLeast(EXACT)) {
      for (Workload workload : scene.manifests().workloads()) {
        String key = IstioKeys.inject();
        boolean label = workload.labels().has(key);
        String value = label ? workload.labels().text(key) : workload.annotation(key);
        // What Go reads as false, and the injector does not.
        boolean split =
            Boolean.FALSE.equals(AnnotationValues.truthValue(value)) && !"false".equals(value);
        if (value != null && split) {
          Pointer field = label ? workload.labelField(key) : workload.annotationField(key);
          Meshed.of(scene, workload)
              .ifPresent(meshed -> found.add(finding(meshed, field, value, mesh.cni())));
        }
      }
    }
  }

  private Finding.Builder finding(Meshed meshed, Pointer field, String value, boolean cni) {
    Workload workload = meshed.workload();
    List<String> steering =
        IstioKeys.capture().stream().filter(workload.annotations()::has).sorted().toList();
    Edit refusal = new Edit.SetField(workload.resource().target(), field, Scalar.of("false"), true);
    return meshed
        .finding(this, field)
        .severity(cni ? Severity.ERROR : Severity.WARNING)
        .message(
            cni
                ? "%s \"%s\" is false to Istio's CNI plugin, and the injector ignores it"
                    .formatted(field.last(), value)
                : "%s \"%s\" is ignored by the injector, which knows only true and false"
                    .formatted(field.last(), value))
        .why(
            cni
                ? "the pod gets a sidecar and no rules; istio-validation exits with 126, and the"
                    + " pod never starts"
                : "the pod gets the sidecar that it opts out of; with Istio's CNI plugin it would"
                    + " not even start")
        .help(help(steering))
        .cause(field.toString())
        // Who steers the capture of a sidecar may not want to be without it.
        .edits(steering.isEmpty() ? List.of(refusal) : List.of())
        .addAllAssumed(
            cni
                ? List.of()
                : List.of("the rules are written by istio-init, not by the CNI plugin"));
  }

  private static String help(List<String> steering) {
    return steering.isEmpty()
        ? "write \"false\""
        : "write \"false\" and remove %s, which only pods with a sidecar need; or write \"true\""
            .formatted(String.join(" and ", steering));
  }
}
