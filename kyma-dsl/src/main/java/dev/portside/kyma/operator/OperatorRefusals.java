package dev.portside.kyma.operator;

import dev.portside.kyma.admission.Paths;
import dev.portside.kyma.operator.OperatorRefusal.Check;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;

/** Collects failures in the operator's order. */
final class OperatorRefusals {

  private final List<OperatorRefusal> all = new ArrayList<>();

  /** Adds a failure that the operator reports at the field itself. */
  void add(Pointer field, Check check, String message) {
    add("." + Paths.dotted(field), field, check, message);
  }

  /** Adds a failure that the operator reports under another name than the field's. */
  void add(String attribute, Pointer field, Check check, String message) {
    all.add(new OperatorRefusal(attribute, field, check, message));
  }

  List<OperatorRefusal> all() {
    return List.copyOf(all);
  }
}
