package dev.portside.dapr.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The value of an annotation is a number, a truth value or nothing, where Kubernetes takes strings.
 */
final class AnnotationNotString implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "dapr-annotation-not-string",
          Severity.ERROR,
          Rank.SETTING,
          "the value of an annotation is no string");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (Workload workload : scene.manifests().workloads()) {
      Mapping annotations = workload.annotations();
      for (int i = 0; i < annotations.size(); i++) {
        boolean string = annotations.value(i) instanceof Scalar scalar && scalar.isString();
        // Of a key that stands twice the last value counts.
        boolean counts = annotations.indexOf(annotations.key(i)) == i;
        if (counts && !string && annotations.key(i).startsWith(AnnotationTable.PREFIX)) {
          findings.add(finding(workload, annotations.key(i), annotations.value(i)));
        }
      }
    }
    return findings.stream();
  }

  private static Finding finding(Workload workload, String key, Tree value) {
    Pointer field = workload.annotationField(key);
    Edit.Target target = workload.resource().target();
    Finding.Builder finding =
        Finding.of(INFO, workload.resource(), field)
            .why("the API server refuses the whole %s".formatted(workload.kind()))
            .addCauses(new Cause(target, key, 0));
    if (value instanceof Scalar scalar && !scalar.isNull()) {
      String type = scalar.type().name().toLowerCase(Locale.ROOT);
      return finding
          .message(
              "%s is %s, %s; it must be a string"
                  .formatted(key, scalar.text(), type.equals("bool") ? "a boolean" : "a number"))
          .help("put it in quotes: \"%s\"".formatted(scalar.text()))
          .addEdits(new Edit.SetField(target, field, Scalar.of(scalar.text()), true))
          .build();
    }
    String shape =
        value instanceof Scalar ? "nothing" : value instanceof Mapping ? "a mapping" : "a list";
    return finding
        .message("%s is %s; it must be a string".formatted(key, shape))
        .help("write a text in quotes, or remove the annotation")
        .build();
  }
}
