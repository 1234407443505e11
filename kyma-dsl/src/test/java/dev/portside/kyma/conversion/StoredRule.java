package dev.portside.kyma.conversion;

import dev.portside.kyma.model.EmptyValues;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Tree;
import dev.portside.yaml.YamlException;
import dev.portside.yaml.YamlReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An APIRule as today's clusters store it, in v2alpha1: the version that Kyma's conversion goes
 * through. Sources: kyma-project/api-gateway 3.10.0 apis/gateway/v1beta1/apirule_conversion.go,
 * apis/gateway/v2/apirule_conversion.go.
 *
 * @param namespace the rule's namespace
 * @param annotations the rule's annotations
 * @param spec the {@code spec} of v2alpha1
 * @param status the {@code status} of v2alpha1
 */
public record StoredRule(String namespace, Mapping annotations, Mapping spec, Mapping status) {

  private static final String ORIGINAL = "gateway.kyma-project.io/original-version";
  private static final String OLD_SPEC = "gateway.kyma-project.io/v1beta1-spec";
  private static final String NEW_RULES = "gateway.kyma-project.io/v2alpha1-rules";
  private static final Set<String> NEW = Set.of("v2", "v2alpha1");
  private static final Map<String, String> STATES =
      Map.of("OK", "Ready", "ERROR", "Error", "WARNING", "Warning", "SKIPPED", "Warning");
  private static final Map<String, String> CODES =
      Map.of("Ready", "OK", "Error", "ERROR", "Warning", "WARNING", "Deleting", "OK");

  /** Returns what is stored of a rule that is written in a version. */
  public static StoredRule written(String version, Mapping rule, String namespace) {
    Mapping annotations = rule.mapping("metadata").mapping("annotations");
    Mapping spec = rule.mapping("spec");
    Mapping status = rule.mapping("status");
    return switch (version) {
      case "v1beta1" -> ofOld(namespace, annotations, spec, status);
      case "v2" -> ofV2(namespace, annotations, spec, status);
      default -> new StoredRule(namespace, annotations, spec, status);
    };
  }

  private static StoredRule ofOld(
      String namespace, Mapping annotations, Mapping spec, Mapping status) {
    OldSpec old = new OldSpec(spec, namespace);
    boolean isNew = annotations.findText(ORIGINAL).filter(NEW::contains).isPresent();
    Mapping kept = annotations;
    if (!isNew) {
      kept =
          (Mapping)
              annotations
                  .with(Pointer.of(OLD_SPEC), Scalar.of(JsonText.of(OldSpecs.kept(spec))))
                  .with(Pointer.of(ORIGINAL), Scalar.of("v1beta1"));
    }
    Mapping converted = old.converted();
    Optional<String> rules = annotations.findText(NEW_RULES);
    if (isNew && rules.isPresent() && old.isConvertible()) {
      converted = (Mapping) converted.with(Pointer.of("rules"), json(NEW_RULES, rules.get()));
    }
    return new StoredRule(namespace, kept, converted, newStatus(status));
  }

  private static Mapping newStatus(Mapping status) {
    Mapping of = status.mapping("APIRuleStatus");
    String code = of.findText("code").orElse("");
    if (code.isEmpty()) {
      return Mapping.empty();
    }
    Mapping.Builder converted = Mapping.builder().put("state", STATES.getOrDefault(code, ""));
    of.findText("desc").ifPresent(text -> converted.put("description", text));
    status
        .findText("lastProcessedTime")
        .ifPresent(time -> converted.put("lastProcessedTime", time));
    return converted.build();
  }

  /** A rule that is written through v2 is v2's from then on, if it has rules. */
  private static StoredRule ofV2(
      String namespace, Mapping annotations, Mapping spec, Mapping status) {
    String original = annotations.findText(ORIGINAL).orElse("");
    boolean taken =
        original.isEmpty() || original.equals("v1beta1") && !spec.sequence("rules").isEmpty();
    Mapping kept =
        taken ? (Mapping) annotations.with(Pointer.of(ORIGINAL), Scalar.of("v2")) : annotations;
    return new StoredRule(namespace, kept, EmptyValues.dropped(spec), status);
  }

  /**
   * Returns the {@code spec} as v2 shows it. A rule that was v1beta1 and has no Gateway shows what
   * its old {@code spec} says.
   */
  public Mapping asV2() {
    boolean old = "v1beta1".equals(annotations.text(ORIGINAL)) && annotations.has(OLD_SPEC);
    if (!old || spec.has("gateway") || spec.has("externalGateway")) {
      return EmptyValues.dropped(spec);
    }
    Mapping shown = new OldSpec(oldSpec(), namespace).common().build();
    Tree rules = spec.get("rules");
    return EmptyValues.dropped(
        rules == null ? shown : (Mapping) shown.with(Pointer.of("rules"), rules));
  }

  /**
   * Returns the {@code spec} as v1beta1 shows it: the one that was written, or nothing.
   *
   * @throws ConversionException if the annotation that keeps it is missing or broken
   */
  public Mapping asV1beta1() {
    return "v1beta1".equals(annotations.text(ORIGINAL)) ? oldSpec() : Mapping.empty();
  }

  private Mapping oldSpec() {
    Tree spec = json(OLD_SPEC, annotations.findText(OLD_SPEC).orElse(""));
    return spec instanceof Mapping mapping ? OldSpecs.kept(mapping) : Mapping.empty();
  }

  private static Tree json(String annotation, String text) {
    Pointer field = Pointer.of("metadata", "annotations", annotation);
    try {
      List<Document> documents = YamlReader.read(Input.of(annotation, text));
      if (!text.isBlank() && !documents.isEmpty()) {
        return documents.get(0).root();
      }
    } catch (YamlException e) {
      throw new ConversionException(field, "it holds no JSON");
    }
    throw new ConversionException(field, "it is missing or empty");
  }

  /** Returns the status as v1beta1 shows it. */
  public Mapping statusAsV1beta1() {
    String state = status.findText("state").orElse("");
    if (state.isEmpty()) {
      return Mapping.empty();
    }
    Mapping.Builder of = Mapping.builder();
    if (CODES.containsKey(state)) {
      of.put("code", CODES.getOrDefault(state, ""));
    }
    status.findText("description").ifPresent(text -> of.put("desc", text));
    Mapping.Builder shown = Mapping.builder().put("APIRuleStatus", of.build());
    status.findText("lastProcessedTime").ifPresent(time -> shown.put("lastProcessedTime", time));
    return shown.build();
  }

  /** Returns the rule as a version shows it: annotations, spec and status. */
  public Mapping shown(String version) {
    boolean old = version.equals("v1beta1");
    Mapping metadata = Mapping.builder().putUnlessEmpty("annotations", annotations).build();
    return Mapping.builder()
        .put("metadata", metadata)
        .put("spec", old ? asV1beta1() : version.equals("v2") ? asV2() : EmptyValues.dropped(spec))
        .putUnlessEmpty("status", old ? statusAsV1beta1() : status)
        .build();
  }
}
