package dev.portside.kyma.migration;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a {@code spec} of v1alpha1 to v1beta1: the host moves, everything else stays. Source:
 * kyma-project/api-gateway 1.8.0 api/v1alpha1/apirule_conversion.go.
 */
public final class AlphaToBeta {

  private final Mapping spec;
  private final List<Remark> refused = new ArrayList<>();

  /** Prepares the step. */
  public AlphaToBeta(Mapping spec) {
    this.spec = spec;
  }

  /** Returns what keeps it from being taken, in the order of the spec; known after the step. */
  public List<Remark> refused() {
    return List.copyOf(refused);
  }

  /** Returns the {@code spec} of v1beta1. */
  public Mapping spec() {
    Tree host = spec.mapping("service").get("host");
    Tree without = spec.without(Pointer.of("service", "host"));
    Sequence rules = spec.sequence("rules");
    for (int i = 0; i < rules.size(); i++) {
      if (rules.mapping(i).sequence("methods").isEmpty()) {
        refused.add(
            new Remark(
                Pointer.of("spec", "rules").child(i),
                "the rule lists no methods, and later versions ask for at least one",
                "list the methods that are in use"));
      }
    }
    return host == null || host instanceof Scalar scalar && scalar.isNull()
        ? (Mapping) without
        : (Mapping) without.with(Pointer.of("host"), host);
  }
}
