package dev.portside.kyma.model;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.Set;

/**
 * Lists and maps that are empty vanish on the way between v2 and v2alpha1, and when the operator
 * writes a rule back, except those that must be there. Source: the {@code omitempty} of
 * kyma-project/api-gateway 3.10.0 apis/gateway/v2alpha1/apirule_types.go.
 */
public final class EmptyValues {

  private static final Set<String> KEPT = Set.of("rules", "hosts", "methods", "authorizers");

  private EmptyValues() {}

  /** Returns a {@code spec} without what vanishes. */
  public static Mapping dropped(Mapping spec) {
    Mapping.Builder kept = Mapping.builder();
    for (int i = 0; i < spec.size(); i++) {
      String key = spec.key(i);
      Tree value = spec.value(i);
      boolean empty =
          value instanceof Sequence list && list.isEmpty() && !KEPT.contains(key)
              || value instanceof Mapping map
                  && map.isEmpty()
                  && (key.equals("headers") || key.equals("cookies"));
      if (!empty) {
        kept.put(key, below(value));
      }
    }
    return kept.build();
  }

  private static Tree below(Tree value) {
    if (value instanceof Mapping mapping) {
      return dropped(mapping);
    }
    if (value instanceof Sequence sequence) {
      Sequence.Builder items = Sequence.builder();
      sequence.forEach(item -> items.add(below(item)));
      return items.build();
    }
    return value;
  }
}
