package dev.portside.dapr.rules;

import dev.portside.check.Finding;
import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.dapr.injection.Annotation;
import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.dapr.injection.SidecarVerdict;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The value of an annotation is not what its author can mean. */
final class DaprAnnotationMalformed extends Rule {

  DaprAnnotationMalformed() {
    super(
        "dapr-annotation-malformed",
        Severity.ERROR,
        Rank.SETTING,
        "Dapr does not accept the value of an annotation");
  }

  @Override
  public void check(Scene scene, Found found) {
    DaprAnnotations known = Keys.known(scene);
    for (Workload workload : scene.manifests().workloads()) {
      judge(known, workload, found);
    }
  }

  private void judge(DaprAnnotations known, Workload workload, Found found) {
    Mapping annotations = workload.annotations();
    boolean sidecar = known.hasSidecar(workload);
    boolean contradicted = false;
    for (int i = 0; i < annotations.size(); i++) {
      Annotation annotation = known.table().find(annotations.key(i));
      // Of a key that stands twice the last value counts.
      boolean counts = annotations.indexOf(annotations.key(i)) == i;
      if (annotation == null
          || annotation.concept().equals("app-id")
          || !counts
          || !(annotations.value(i) instanceof Scalar scalar)
          || !scalar.isString()) {
        continue;
      }
      String value = scalar.text();
      if (annotation.concept().equals("enabled")) {
        enabled(known, workload, annotation, value, found);
      } else if (sidecar) {
        String effect = effect(known, workload, annotation, value);
        if (effect != null) {
          found.add(
              finding(known, workload, annotation, value, annotation.form().toString(), effect));
        } else if (!contradicted && annotation.isNumber()) {
          contradicted = contradicts(known, workload, annotation, found);
        }
      }
    }
  }

  /**
   * A word that switches nothing on where its author means yes, or that only the operator takes.
   */
  private void enabled(
      DaprAnnotations known, Workload workload, Annotation annotation, String value, Found found) {
    boolean off = value.isEmpty() || !AnnotationTable.isTruthy(value);
    boolean plain = annotation.form().problem(value).isEmpty() || value.isEmpty();
    if (known.hasSidecar(workload) || off && plain) {
      return;
    }
    String effect =
        off
            ? "Dapr reads it as \"false\": the pods get no sidecar"
            : "the injector reads it as \"false\" and gives the pods no sidecar, while the operator"
                + " reads it as \"true\" and makes a Service for them";
    found.add(finding(known, workload, annotation, value, "\"true\" or \"false\"", effect));
  }

  /** Returns what becomes of a value that is not as it should be; null where nothing does. */
  private static @Nullable String effect(
      DaprAnnotations known, Workload workload, Annotation annotation, String value) {
    if (annotation.form().problem(value).isEmpty()) {
      return null;
    }
    if (annotation.reads() == Annotation.Reads.NONE) {
      return value.isEmpty() ? null : "the operator ignores what it cannot read";
    }
    SidecarVerdict with = with(known, workload);
    SidecarVerdict without = without(known, workload, annotation);
    if (with.ignored().contains(annotation.key())) {
      String fallback = annotation.fallback();
      return fallback.isEmpty() || fallback.equals("0")
          ? "the injector ignores it"
          : "the injector ignores it and keeps %s".formatted(fallback);
    }
    if (with.exit().isPresent() && !with.exit().equals(without.exit())) {
      return "daprd exits: " + with.exit().get();
    }
    List<String> refusals = new ArrayList<>(with.refusals());
    refusals.removeAll(without.refusals());
    if (!refusals.isEmpty()) {
      return "the API server refuses the pods: " + refusals.get(0);
    }
    if (value.isEmpty() && !with.differsFrom(without, annotation)) {
      return null;
    }
    return reading(annotation, value);
  }

  /** Two numbers that are well each for itself may make daprd exit together. */
  private boolean contradicts(
      DaprAnnotations known, Workload workload, Annotation annotation, Found found) {
    if (annotation.form().problem(text(workload, annotation)).isPresent()) {
      return false;
    }
    Optional<String> exit = with(known, workload).exit();
    boolean own = exit.isPresent() && !exit.equals(without(known, workload, annotation).exit());
    if (own) {
      found.add(
          at(workload, annotation.key())
              .message(
                  "%s is \"%s\", which makes daprd exit"
                      .formatted(annotation.key(), text(workload, annotation)))
              .why("daprd exits: " + exit.get())
              .help("change it, or the annotation that it contradicts")
              .addAllAssumed(Keys.assumed(known))
              .cause(annotation.key()));
    }
    return own;
  }

  private static String text(Workload workload, Annotation annotation) {
    String text = workload.annotation(annotation.key());
    return text == null ? "" : text;
  }

  private static SidecarVerdict with(DaprAnnotations known, Workload workload) {
    return SidecarVerdict.of(known.release(), workload, workload.annotations());
  }

  private static SidecarVerdict without(
      DaprAnnotations known, Workload workload, Annotation annotation) {
    Mapping rest = (Mapping) workload.annotations().without(Pointer.of(annotation.key()));
    return SidecarVerdict.of(known.release(), workload, rest);
  }

  private static String reading(Annotation annotation, String value) {
    if (annotation.isQuantity()) {
      return "the injector warns and drops all four: neither requests nor limits of the sidecar are"
          + " set";
    }
    return switch (annotation.reads()) {
      case FLAG, OPTIONAL_FLAG ->
          "Dapr reads it as \"%s\"".formatted(AnnotationTable.isTruthy(value));
      case INT32, INT, OPTIONAL_INT ->
          AnnotationTable.isNumber(value)
              ? "Dapr reads %d, and uses its default or an unintended number"
                  .formatted((int) Long.parseLong(value))
              : "Dapr uses another annotation with the same meaning";
      default -> "Dapr accepts it anyway, with another meaning than the text suggests";
    };
  }

  private Finding.Builder finding(
      DaprAnnotations known,
      Workload workload,
      Annotation annotation,
      String value,
      String wanted,
      String effect) {
    return at(workload, annotation.key())
        .message("%s is \"%s\"; it must be %s".formatted(annotation.key(), value, wanted))
        .why(effect)
        .help("write " + wanted)
        .addAllAssumed(Keys.assumed(known))
        .cause(annotation.key());
  }
}
