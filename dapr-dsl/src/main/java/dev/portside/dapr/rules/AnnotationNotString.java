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
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value of an annotation is a number, a boolean or nothing, where Kubernetes takes strings. */
final class AnnotationNotString extends Rule {

  /** What a leading zero makes octal. */
  private static final Pattern OCTAL = Pattern.compile("[-+]?0[0-9_]+");

  AnnotationNotString() {
    super(
        "dapr-annotation-not-string",
        Severity.ERROR,
        Rank.SETTING,
        "the value of an annotation is not a string");
  }

  @Override
  public void check(Scene scene, Found found) {
    DaprAnnotations known = Keys.known(scene);
    for (Workload workload : scene.manifests().workloads()) {
      Mapping annotations = workload.annotations();
      for (int i = 0; i < annotations.size(); i++) {
        boolean string = annotations.value(i) instanceof Scalar scalar && scalar.isString();
        // Of a key that stands twice the last value counts.
        boolean counts = annotations.indexOf(annotations.key(i)) == i;
        if (counts && !string && annotations.key(i).startsWith(AnnotationTable.PREFIX)) {
          found.add(finding(known, workload, annotations.key(i), annotations.value(i)));
        }
      }
    }
  }

  /**
   * Returns what is meant, as Dapr reads it; null where that is not clear. Kubernetes reads {@code
   * yes} as true and {@code 0x1F90} as 8080, and hands neither to Dapr; {@code 0777} is 511 to it,
   * which few mean.
   */
  private static @Nullable String meant(DaprAnnotations known, String key, Scalar scalar) {
    Object value = scalar.toJava();
    String text = String.valueOf(value);
    Annotation annotation = known.table().find(key);
    if (annotation == null) {
      return text.equals(scalar.text()) ? text : null;
    }
    boolean same = text.equals(scalar.text());
    boolean clear =
        switch (annotation.reads()) {
          case FLAG, OPTIONAL_FLAG -> value instanceof Boolean || same && !isSwitch(annotation);
          case INT32, INT, OPTIONAL_INT -> same || !OCTAL.matcher(scalar.text()).matches();
          default -> same;
        };
    return clear && annotation.form().problem(text).isEmpty() ? text : null;
  }

  /** The one that the injector reads word for word. */
  private static boolean isSwitch(Annotation annotation) {
    return annotation.concept().equals("enabled");
  }

  private Finding.Builder finding(
      DaprAnnotations known, Workload workload, String key, Tree value) {
    Pointer field = workload.annotationField(key);
    Edit.Target target = workload.resource().target();
    Finding.Builder finding =
        at(workload.resource(), field)
            .why("the API server refuses the whole %s".formatted(workload.kind()))
            .cause(key);
    if (value instanceof Scalar scalar && !scalar.isNull()) {
      String type = scalar.type().name().toLowerCase(Locale.ROOT);
      finding.message(
          "%s is %s, %s; it must be a string"
              .formatted(key, scalar.text(), type.equals("bool") ? "a boolean" : "a number"));
      String meant = meant(known, key, scalar);
      if (meant == null) {
        return finding.help("write the value that is meant, in quotes");
      }
      return finding
          .help(
              meant.equals(scalar.text())
                  ? "put it in quotes: \"%s\"".formatted(meant)
                  : "write it in quotes, as YAML reads it: \"%s\"".formatted(meant))
          .addEdits(new Edit.SetField(target, field, Scalar.of(meant), true));
    }
    String shape =
        value instanceof Scalar ? "nothing" : value instanceof Mapping ? "a mapping" : "a list";
    return finding
        .message("%s is %s; it must be a string".formatted(key, shape))
        .help("write a string in quotes, or remove the annotation");
  }
}
