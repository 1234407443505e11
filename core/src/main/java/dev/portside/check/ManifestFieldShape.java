package dev.portside.check;

import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Annotations, labels or containers of another shape than theirs: whoever reads the manifest sees
 * them, and everything else is judged as if there were none.
 */
final class ManifestFieldShape implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "manifest-field-shape",
          Severity.ERROR,
          Rank.SETTING,
          "annotations, labels or containers are of the wrong shape");

  /** A field of an object or a pod template, and whether it holds a list or a mapping. */
  private record Field(String above, String name, boolean list) {}

  private static final List<Field> METADATA =
      List.of(new Field("metadata", "annotations", false), new Field("metadata", "labels", false));
  private static final List<Field> SPEC = List.of(new Field("spec", "containers", true));

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    List<Finding> findings = new ArrayList<>();
    for (Resource resource : scene.manifests().resources()) {
      judge(resource, Pointer.root(), resource.metadata(), METADATA, findings);
    }
    for (Workload workload : scene.manifests().workloads()) {
      Resource resource = workload.resource();
      Pointer root = workload.templateField();
      if (!root.equals(Pointer.root()) && resource.tree().at(root) instanceof Mapping template) {
        judge(resource, root, template.mapping("metadata"), METADATA, findings);
      }
      judge(resource, root, workload.podSpec(), SPEC, findings);
    }
    return findings.stream();
  }

  private static void judge(
      Resource resource, Pointer root, Mapping above, List<Field> fields, List<Finding> findings) {
    for (Field field : fields) {
      Tree value = above.get(field.name());
      boolean fits = field.list() ? value instanceof Sequence : value instanceof Mapping;
      if (value != null && !fits && !(value instanceof Scalar scalar && scalar.isNull())) {
        Pointer at = root.resolve(Pointer.of(field.above(), field.name()));
        findings.add(finding(resource, at, value, field));
      }
    }
  }

  private static Finding finding(Resource resource, Pointer at, Tree value, Field field) {
    String expected = field.list() ? "a list" : "a mapping";
    return Finding.of(INFO, resource, at)
        .message("%s is %s; it must be %s".formatted(field.name(), shape(value), expected))
        .why("the API server refuses it, and nothing it says was judged")
        .help(
            field.list()
                ? "write each container as an item: - name: …"
                : "write each of them as key: value, without a dash before it")
        .addAllCauses(causes(resource, at, value))
        .build();
  }

  /** What stands in the wrong mapping has no field of its own to be unknown in. */
  private static List<Cause> causes(Resource resource, Pointer at, Tree value) {
    List<Cause> causes = new ArrayList<>();
    causes.add(Cause.field(resource, at));
    if (value instanceof Mapping mapping) {
      for (int i = 0; i < mapping.size(); i++) {
        causes.add(Cause.field(resource, at.child(mapping.key(i))));
      }
    }
    return causes;
  }

  private static String shape(Tree value) {
    return value instanceof Mapping
        ? "a mapping"
        : value instanceof Sequence ? "a list" : "a single value";
  }
}
