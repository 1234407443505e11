package dev.portside.kyma.conversion;

import dev.portside.kyma.model.GoShape;
import dev.portside.value.GoDuration;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What of a {@code spec} of v1beta1 Kyma keeps beside v2's, and what goes lost on the way. */
final class OldSpecs {

  private static final Pointer MAX_AGE = Pointer.of("corsPolicy", "maxAge");

  private OldSpecs() {}

  /** Returns the {@code spec} as it is kept: without empty lists, and durations as Go has them. */
  static Mapping kept(Mapping spec) {
    Mapping kept = (Mapping) withoutEmpty(spec);
    return kept.at(MAX_AGE) instanceof Scalar scalar
        ? (Mapping)
            kept.with(
                MAX_AGE,
                Scalar.of(GoDuration.ofNanos(OldSpec.nanoseconds(scalar.text())).toString()))
        : kept;
  }

  private static Tree withoutEmpty(Tree tree) {
    if (tree instanceof Sequence sequence) {
      Sequence.Builder items = Sequence.builder();
      sequence.forEach(item -> items.add(withoutEmpty(item)));
      return items.build();
    }
    if (!(tree instanceof Mapping mapping)) {
      return tree;
    }
    Mapping.Builder kept = Mapping.builder();
    for (int i = 0; i < mapping.size(); i++) {
      String key = mapping.key(i);
      boolean omitted =
          (key.equals("mutators") || OldSpec.LISTS.contains(key))
              && mapping.value(i) instanceof Sequence list
              && list.isEmpty();
      if (!omitted && !OldSpec.isNull(mapping.value(i))) {
        kept.put(key, key.equals("config") ? mapping.value(i) : withoutEmpty(mapping.value(i)));
      }
    }
    return kept.build();
  }

  /** Returns what is dropped without a word when Kyma takes the {@code spec} to v2. */
  static Set<String> lost(Mapping spec, String namespace) {
    Set<String> lost = new TreeSet<>();
    if (spec.findText("gateway").isPresent()
        && GatewayNames.translated(spec.findText("gateway").get(), namespace).isEmpty()) {
      lost.add("gateway");
    }
    if (!new OldSpec(spec, namespace).isConvertible()) {
      lost.add("rules (all)");
      return lost;
    }
    Sequence rules = spec.sequence("rules");
    for (int i = 0; i < rules.size(); i++) {
      Sequence strategies = rules.mapping(i).sequence("accessStrategies");
      for (int j = 0; j < strategies.size(); j++) {
        if ("jwt".equals(strategies.mapping(j).text("handler"))) {
          lost(strategies.mapping(j).mapping("config"), i, j, lost);
        }
      }
      Sequence mutators = rules.mapping(i).sequence("mutators");
      for (int j = 0; j < mutators.size(); j++) {
        String handler = mutators.mapping(j).findText("handler").orElse("");
        if (!OldRules.MUTATORS.containsKey(handler)) {
          lost.add("rules[%d].mutators %s".formatted(i, handler));
        }
      }
    }
    return lost;
  }

  private static void lost(Mapping config, int rule, int index, Set<String> lost) {
    boolean istio = OldRules.isIstio(config, rule, index);
    GoShape.Fields shape = (GoShape.Fields) (istio ? GoShape.ISTIO_JWT : GoShape.ORY_JWT);
    Set<String> kept =
        shape.fields().keySet().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    for (String key : config.keys()) {
      if (!kept.contains(key.toLowerCase(Locale.ROOT))) {
        lost.add("rules[%d].jwt.%s".formatted(rule, key));
      }
    }
  }
}
