package dev.portside.check;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the authors of a set allow: an annotation {@code portside.dev/allow.<rule-id>: "<reason>"}
 * on an object or its pod template keeps the rule's findings about that object to itself.
 */
final class Suppressions {

  static final RuleInfo WITHOUT_REASON =
      new RuleInfo(
          "suppression-without-reason",
          Severity.WARNING,
          Rank.SETTING,
          "a finding is allowed without a reason");

  static final RuleInfo UNUSED =
      new RuleInfo(
          "suppression-unused",
          Severity.WARNING,
          Rank.SETTING,
          "an allowed finding does not occur");

  private static final String PREFIX = "portside.dev/allow.";

  /** One annotation, and whether it kept a finding to itself. */
  private static final class Allowance {
    final Resource resource;
    final String ruleId;
    final Pointer field;
    boolean used;

    Allowance(Resource resource, String ruleId, Pointer field) {
      this.resource = resource;
      this.ruleId = ruleId;
      this.field = field;
    }
  }

  private final Map<Edit.Target, List<Allowance>> allowances = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final CheckOptions options;

  Suppressions(Scene scene, CheckOptions options) {
    this.options = options;
    for (Resource resource : scene.manifests().resources()) {
      collect(resource, resource.annotations(), Pointer.of("metadata", "annotations"));
    }
    for (Workload workload : scene.manifests().workloads()) {
      Pointer field = workload.annotationField("").parent();
      if (!field.equals(Pointer.of("metadata", "annotations"))) {
        collect(workload.resource(), workload.annotations(), field);
      }
    }
  }

  private void collect(Resource resource, Mapping annotations, Pointer parent) {
    for (int i = 0; i < annotations.size(); i++) {
      String key = annotations.key(i);
      if (key.startsWith(PREFIX)) {
        allow(resource, key, annotations.text(key), parent.child(key));
      }
    }
  }

  private void allow(Resource resource, String key, @Nullable String reason, Pointer field) {
    String ruleId = key.substring(PREFIX.length());
    if (reason == null || reason.isBlank()) {
      findings.add(
          Finding.of(WITHOUT_REASON, resource, field)
              .message("%s gives no reason".formatted(key))
              .why("a reader cannot tell whether it still holds; the finding is reported")
              .help("say why the finding is fine here")
              .cause(key)
              .build());
      return;
    }
    allowances
        .computeIfAbsent(resource.target(), t -> new ArrayList<>(1))
        .add(new Allowance(resource, ruleId, field));
  }

  /** Returns whether a finding is allowed where it was found. */
  boolean covers(Finding finding) {
    boolean covered = false;
    for (Allowance allowance : allowances.getOrDefault(finding.target(), List.of())) {
      if (allowance.ruleId.equals(finding.rule().id())) {
        allowance.used = true;
        covered = true;
      }
    }
    return covered;
  }

  /**
   * Returns what is wrong with the annotations themselves, once all findings have been asked for.
   */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    if (options.runs(WITHOUT_REASON)) {
      all.addAll(findings);
    }
    if (options.runs(UNUSED) && options.only().isEmpty()) {
      allowances.values().stream()
          .flatMap(List::stream)
          .filter(allowance -> !allowance.used && !options.skipped().contains(allowance.ruleId))
          .map(Suppressions::unused)
          .forEach(all::add);
    }
    return all;
  }

  private static Finding unused(Allowance allowance) {
    return Finding.of(UNUSED, allowance.resource, allowance.field)
        .message("%s finds nothing here".formatted(allowance.ruleId))
        .why("an allowance that outlives its finding hides the next one")
        .help("remove the annotation, or correct the rule's id")
        .addEdits(new Edit.RemoveField(allowance.resource.target(), allowance.field, true))
        .cause("allow." + allowance.ruleId)
        .build();
  }
}
