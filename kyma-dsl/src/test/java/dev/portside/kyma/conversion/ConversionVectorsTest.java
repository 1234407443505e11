package dev.portside.kyma.conversion;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.kyma.Recording;
import dev.portside.kyma.Recording.Differences;
import dev.portside.kyma.admission.Admission;
import dev.portside.kyma.admission.AdmissionViolation;
import dev.portside.kyma.admission.Definition;
import dev.portside.kyma.admission.Paths;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each line is an APIRule, and what Kyma's conversion made of it. */
final class ConversionVectorsTest {

  private static final String OLD_SPEC = "gateway.kyma-project.io/v1beta1-spec";

  @Test
  void converted_asKyma() {
    assertThat(Recording.judge("kyma-conversion", ConversionVectorsTest::judge)).isEmpty();
  }

  private static void judge(Mapping line, Differences differences) {
    Mapping manifest = line.mapping("manifest");
    Mapping expect = line.mapping("expect");
    String version = line.text("version");
    boolean accepted = definition(version).admit(manifest).accepted();
    differences.compare("admissible", expect.text("admissible"), "" + accepted);
    if (version.equals("v1beta1")) {
      old(manifest, expect, differences);
    } else {
      hops(version, manifest, line, differences);
    }
  }

  private static Definition definition(String version) {
    return Definition.of("3.10.0", version).orElseThrow();
  }

  private static void old(Mapping manifest, Mapping expect, Differences differences) {
    String namespace = manifest.mapping("metadata").text("namespace");
    StoredRule stored;
    try {
      stored = StoredRule.written("v1beta1", manifest, namespace);
    } catch (ConversionException e) {
      differences.compare("error", expect.has("error"), true);
      return;
    }
    differences.compare("error", expect.has("error"), false);
    Mapping recorded = expect.mapping("stored");
    differences.compare("stored spec", text(recorded.mapping("spec")), text(stored.spec()));
    differences.compare(
        "stored annotations",
        annotations(recorded.mapping("annotations")),
        annotations(stored.annotations()));
    differences.compare("status", text(recorded.mapping("status")), text(stored.status()));
    differences.compare("asV2", text(expect.mapping("asV2")), text(stored.asV2()));
    differences.compare("asV1beta1", text(expect.mapping("asV1beta1")), text(stored.asV1beta1()));
    StoredRule after = StoredRule.written("v2", stored.shown("v2"), namespace);
    differences.compare(
        "after a write through v2",
        text(expect.mapping("asV1beta1AfterWriteThroughV2")),
        text(after.asV1beta1()));
    differences.compare(
        "status read back", text(expect.mapping("statusReadBack")), text(stored.statusAsV1beta1()));
    differences.compare(
        "lost",
        new TreeSet<>(expect.sequence("lostInV2").texts()),
        OldSpecs.lost(manifest.mapping("spec"), namespace));
    boolean equal = text(manifest.mapping("spec")).equals(text(stored.asV1beta1()));
    differences.compare("round trip", "true".equals(expect.text("roundTripEqual")), equal);
    view(manifest, stored, expect, differences);
  }

  private static void view(
      Mapping manifest, StoredRule stored, Mapping expect, Differences differences) {
    Tree view =
        manifest
            .without(Pointer.of("status"))
            .with(Pointer.of("apiVersion"), Mapping.of("v", "gateway.kyma-project.io/v2").value(0))
            .with(Pointer.of("spec"), stored.asV2());
    Admission admission = definition("v2").admit((Mapping) view);
    differences.compare(
        "view admissible", expect.text("v2ViewAdmissible"), "" + admission.accepted());
    TreeSet<String> recorded = new TreeSet<>();
    for (String cause : expect.sequence("v2ViewRefusedBecause").texts()) {
      recorded.add(cause.substring(0, cause.indexOf(':')));
    }
    TreeSet<String> fields = new TreeSet<>();
    admission.violations().stream().map(AdmissionViolation::path).forEach(fields::add);
    differences.compare("view refused", recorded, fields);
  }

  private static void hops(
      String version, Mapping manifest, Mapping line, Differences differences) {
    String namespace = manifest.mapping("metadata").text("namespace");
    Mapping expect = line.mapping("expect");
    Sequence hops = expect.sequence("hops");
    String at = version;
    Mapping rule = manifest;
    for (int i = 0; i < hops.size(); i++) {
      Mapping hop = hops.mapping(i);
      String to = hop.text("to");
      try {
        rule = StoredRule.written(at, rule, namespace).shown(to);
      } catch (ConversionException e) {
        differences.compare("error", hop.has("error"), true);
        return;
      }
      differences.compare("error", hop.has("error"), false);
      differences.compare(to, text(hop.mapping("spec")), text(rule.mapping("spec")));
      differences.compare(
          to + " annotations",
          annotations(hop.mapping("annotations")),
          annotations(rule.mapping("metadata").mapping("annotations")));
      differences.compare(
          to + " status", text(hop.mapping("status")), text(rule.mapping("status")));
      at = to;
    }
    if (expect.has("roundTripEqual")) {
      boolean equal = text(manifest.mapping("spec")).equals(text(rule.mapping("spec")));
      differences.compare("round trip", expect.text("roundTripEqual"), "" + equal);
    }
    if (expect.get("dropped") instanceof Sequence dropped) {
      TreeSet<String> ours = new TreeSet<>();
      dropped(manifest.mapping("spec"), rule.mapping("spec"), Pointer.of("spec"), ours);
      differences.compare("dropped", new TreeSet<>(dropped.texts()), ours);
    }
  }

  private static void dropped(Mapping from, Mapping to, Pointer at, Set<String> dropped) {
    for (String key : from.keys()) {
      Tree old = from.get(key);
      Tree left = to.get(key);
      if (left == null) {
        dropped.add(Paths.dotted(at.child(key)));
      } else if (old instanceof Mapping mapping) {
        dropped(mapping, (Mapping) left, at.child(key), dropped);
      } else if (old instanceof Sequence list) {
        for (int i = 0; i < list.size(); i++) {
          dropped(list.mapping(i), ((Sequence) left).mapping(i), at.child(key).child(i), dropped);
        }
      }
    }
  }

  /** The old spec in an annotation is compared as what it says, not as a text. */
  private static String annotations(Mapping annotations) {
    Map<String, String> texts = new TreeMap<>();
    for (String key : annotations.keys()) {
      String value = annotations.text(key);
      texts.put(
          key,
          key.equals(OLD_SPEC) && value.startsWith("{\"") ? text(Recording.mapping(value)) : value);
    }
    return texts.toString();
  }

  private static String text(Tree tree) {
    return "" + sorted(tree);
  }

  private static Object sorted(Tree tree) {
    if (tree instanceof Mapping mapping) {
      Map<String, Object> entries = new TreeMap<>();
      for (int i = 0; i < mapping.size(); i++) {
        Object value = sorted(mapping.value(i));
        if (value != null) {
          entries.put(mapping.key(i), value);
        }
      }
      return entries;
    }
    if (tree instanceof Sequence sequence) {
      List<Object> items = new ArrayList<>();
      sequence.forEach(item -> items.add(sorted(item)));
      return items;
    }
    return tree.toJava();
  }
}
