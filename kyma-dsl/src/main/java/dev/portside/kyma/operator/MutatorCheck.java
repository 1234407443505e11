package dev.portside.kyma.operator;

import dev.portside.kyma.model.GoShape;
import dev.portside.kyma.operator.OperatorRefusal.Check;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What Istio's handler asks of the mutators beside jwt. Source: kyma-project/api-gateway 3.10.0
 * internal/validation/v1beta1/istio/mutators_validator.go.
 */
final class MutatorCheck {

  private final OperatorRefusals failures;

  MutatorCheck(OperatorRefusals failures) {
    this.failures = failures;
  }

  void check(Sequence mutators, Pointer field) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < mutators.size(); i++) {
      String name = mutators.mapping(i).findText("handler").orElse("");
      Pointer at = field.child(i).child("handler");
      if (!seen.add(name)) {
        failures.add(
            attribute(at) + "." + name,
            at,
            Check.RULE,
            "mutator %s is listed twice".formatted(name));
      }
    }
    for (int i = 0; i < mutators.size(); i++) {
      mutator(mutators.mapping(i), field.child(i));
    }
  }

  private static String attribute(Pointer handler) {
    return "." + dev.portside.kyma.admission.Paths.dotted(handler);
  }

  private void mutator(Mapping mutator, Pointer field) {
    String name = mutator.findText("handler").orElse("");
    Pointer at = field.child("handler");
    switch (name) {
      case "header" -> config(mutator, "headers", GoShape.HEADERS, field);
      case "cookie" -> config(mutator, "cookies", GoShape.COOKIES, field);
      default ->
          failures.add(
              attribute(at),
              at,
              Check.RULE,
              name.isEmpty()
                  ? "it names no mutator"
                  : "mutator %s is not supported with jwt".formatted(name));
    }
  }

  private void config(Mapping mutator, String key, GoShape shape, Pointer field) {
    Pointer config = field.child("config");
    String attribute = attribute(field.child("handler")) + ".config";
    Optional<Mapping> read = GoShape.read(mutator.mapping("config"), shape);
    Mapping texts = read.map(values -> values.mapping(key)).orElse(Mapping.empty());
    if (read.isEmpty()) {
      failures.add(attribute, config, Check.RULE, "a value in it has the wrong type");
    } else if (texts.isEmpty()) {
      failures.add(attribute, config, Check.RULE, "it has no " + key);
    } else if (texts.has("")) {
      failures.add(
          "%s.%s.name".formatted(attribute, key), config.child(key), Check.RULE, "a name is empty");
    }
  }
}
