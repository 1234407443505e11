package dev.portside.istio.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.annotation.AnnotationValues;
import dev.portside.istio.annotation.KnownAnnotations;
import dev.portside.istio.annotation.ValueProblem;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.ScalarType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The value of an annotation is refused, breaks the pod, or means something else than it says. */
final class IstioAnnotationMalformed extends Rule {

  /** Values of these may hold what nobody else is to see. */
  private static final Set<String> WITHHELD =
      Set.of("proxy.istio.io/config", "proxy.istio.io/overrides");

  private static final int LONGEST = 60;

  IstioAnnotationMalformed() {
    super(
        "istio-annotation-malformed",
        Severity.ERROR,
        Rank.SETTING,
        "an annotation's value is refused, breaks the pod, or means something else");
  }

  @Override
  public void check(Scene scene, Found found) {
    IstioMesh mesh = scene.platform().get(IstioMesh.SECTION);
    for (Workload workload : scene.manifests().workloads()) {
      Set<String> noStrings = new HashSet<>();
      noStrings(mesh, workload, false, noStrings, found);
      noStrings(mesh, workload, true, new HashSet<>(), found);
      if (workload.annotations().keys().stream().noneMatch(KnownAnnotations::isIstios)) {
        continue;
      }
      Meshed meshed = Meshed.of(scene, workload).orElse(null);
      boolean ambient = meshed == null && AmbientAnnotationsInert.isAmbient(scene, workload);
      if (meshed != null || ambient) {
        for (ValueProblem problem : AnnotationValues.of(workload, mesh)) {
          boolean judged = meshed != null != problem.key().startsWith("ambient.");
          if (judged && noStrings.add(problem.key())) {
            found.add(finding(workload, meshed, problem));
          }
        }
      }
    }
  }

  /** Kubernetes takes only strings for annotations and labels. */
  private void noStrings(
      IstioMesh mesh, Workload workload, boolean label, Set<String> seen, Found found) {
    Mapping values = label ? workload.labels() : workload.annotations();
    for (int i = 0; i < values.size(); i++) {
      String key = values.key(i);
      boolean odd = values.value(i) instanceof Scalar own && !own.isNull() && !own.isString();
      if (odd && KnownAnnotations.isIstios(key) && seen.add(key)) {
        Scalar scalar = (Scalar) values.value(i);
        String text = scalar.text();
        String meant = AnnotationValues.repaired(key, text);
        String value = meant == null ? read(scalar) : meant;
        boolean taken = label || AnnotationValues.isTaken(workload, mesh, key, value);
        Pointer field = label ? workload.labelField(key) : workload.annotationField(key);
        found.add(
            builder(workload, field, taken ? value : null)
                .message("the value of %s, %s, is not a string".formatted(key, text))
                .why("Kubernetes accepts only strings here: the API server refuses the object")
                .help(
                    taken
                        ? "write it in quotes: \"%s\"".formatted(value)
                        : "write a value that Istio accepts, in quotes"));
      }
    }
  }

  /** YAML takes {@code yes} for true, and Istio takes the word for neither. */
  private static String read(Scalar scalar) {
    boolean truth = scalar.type() == ScalarType.BOOL;
    return truth ? Boolean.toString(scalar.isTrue()) : scalar.text();
  }

  private Finding.Builder builder(Workload workload, Pointer field, @Nullable String repaired) {
    Finding.Builder finding = at(workload.resource(), field).cause(field.last());
    if (repaired != null) {
      finding.addEdits(
          new Edit.SetField(workload.resource().target(), field, Scalar.of(repaired), true));
    }
    return finding;
  }

  private Finding.Builder finding(
      Workload workload, @Nullable Meshed meshed, ValueProblem problem) {
    String key = problem.key();
    String repaired = problem.repaired();
    return builder(workload, workload.annotationField(key), repaired)
        .severity(problem.kind() == ValueProblem.Kind.ODD ? Severity.WARNING : Severity.ERROR)
        .message("%s %s: %s".formatted(key, shown(problem), problem.what()))
        .why(problem.why())
        .help(
            repaired == null
                ? "write a value that Istio accepts"
                : repaired.isEmpty()
                    ? "write it empty, \"\", or remove it"
                    : "write \"%s\"".formatted(repaired))
        // Whatever the list was to leave alone is defect because of this.
        .addAllCauses(Placement.missed(workload, key, repaired == null ? "" : repaired))
        .assumed(meshed == null ? List.of() : meshed.presence().assumed());
  }

  private static String shown(ValueProblem problem) {
    if (WITHHELD.contains(problem.key())) {
      return "has a value that does not work";
    }
    String value = problem.value().replace("\n", "\\n");
    return "\"%s\"".formatted(value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value);
  }
}
