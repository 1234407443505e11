package dev.portside.check;

import dev.portside.check.FieldType.Form;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.List;

/**
 * A mapping where a list must stand, or the other way round: whoever reads the manifest sees it,
 * and everything else is judged as if there were nothing. Of kinds that Kubernetes has every field
 * is judged, of others annotations, labels and containers.
 */
final class ManifestFieldShape extends Rule {

  /** A field of an object or a pod template, and whether it holds a list or a mapping. */
  private record Field(String above, String name, Form form) {}

  private static final List<Field> METADATA =
      List.of(
          new Field("metadata", "annotations", Form.MAPPING),
          new Field("metadata", "labels", Form.MAPPING));
  private static final List<Field> SPEC = List.of(new Field("spec", "containers", Form.LIST));

  ManifestFieldShape() {
    super(
        "manifest-field-shape",
        Severity.ERROR,
        Rank.SETTING,
        "a field has the wrong shape, such as a mapping where a list is required");
  }

  @Override
  public void check(Scene scene, Found found) {
    FieldTable known = ManifestUnknownField.kubernetes();
    for (Resource resource : scene.manifests().resources()) {
      FieldType type = known.typeOf(resource);
      if (type == null) {
        judge(resource, Pointer.root(), resource.metadata(), METADATA, found);
      } else {
        new Walk(this, resource, found).mapping(resource.tree(), type, Pointer.root());
      }
    }
    for (Workload workload : scene.manifests().workloads()) {
      Resource resource = workload.resource();
      if (known.typeOf(resource) != null) {
        continue;
      }
      Pointer root = workload.templateField();
      if (!root.equals(Pointer.root()) && resource.tree().at(root) instanceof Mapping template) {
        judge(resource, root, template.mapping("metadata"), METADATA, found);
      }
      judge(resource, root, workload.podSpec(), SPEC, found);
    }
  }

  private void judge(
      Resource resource, Pointer root, Mapping above, List<Field> fields, Found found) {
    for (Field field : fields) {
      Tree value = above.get(field.name());
      if (value != null && !field.form().fits(value)) {
        Pointer at = root.resolve(Pointer.of(field.above(), field.name()));
        found.add(finding(resource, at, field.name(), value, field.form()));
      }
    }
  }

  /** The way down the tree of a resource whose fields are known. */
  private record Walk(ManifestFieldShape rule, Resource resource, Found found) {

    void mapping(Mapping mapping, FieldType type, Pointer at) {
      for (int i = 0; i < mapping.size(); i++) {
        String key = mapping.key(i);
        Tree value = mapping.value(i);
        Form form = type.form(key);
        FieldType field = type.get(key);
        if (!form.fits(value)) {
          found.add(rule.finding(resource, at.child(key), key, value, form));
        } else if (field != null && field != FieldType.OPEN) {
          below(value, field, key, at.child(key), form == Form.LIST);
        }
      }
    }

    /** The items of a list whose type has fields are mappings. */
    private void below(Tree value, FieldType type, String name, Pointer at, boolean items) {
      if (value instanceof Mapping mapping) {
        mapping(mapping, type, at);
      } else if (items && value instanceof Sequence sequence) {
        for (int i = 0; i < sequence.size(); i++) {
          Tree item = sequence.get(i);
          if (!Form.MAPPING.fits(item)) {
            String place = "%s[%d]".formatted(name, i);
            found.add(rule.finding(resource, at.child(i), place, item, Form.MAPPING));
          } else {
            below(item, type, name, at.child(i), false);
          }
        }
      }
    }
  }

  private Finding.Builder finding(
      Resource resource, Pointer at, String name, Tree value, Form form) {
    boolean list = form == Form.LIST;
    return at(resource, at)
        .message(
            "%s is %s; it must be %s".formatted(name, shape(value), list ? "a list" : "a mapping"))
        .why("the API server refuses it, and its content was not checked")
        .help(
            list
                ? "write a list, in which each item begins with a dash"
                : "write each of its fields as key: value, without a dash before it")
        .addAllCauses(Cause.shape(resource, at));
  }

  private static String shape(Tree value) {
    return value instanceof Mapping
        ? "a mapping"
        : value instanceof Sequence ? "a list" : "a single value";
  }
}
