package dev.portside.kyma.operator;

import dev.portside.kyma.admission.Paths;
import dev.portside.kyma.operator.Failure.Check;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;

/** Collects failures in the operator's order. */
final class Failures {

  private final List<Failure> all = new ArrayList<>();

  /** Adds a failure that the operator reports at the field itself. */
  void add(Pointer field, Check check, String message) {
    add("." + Paths.dotted(field), field, check, message);
  }

  /** Adds a failure that the operator reports under another name than the field's. */
  void add(String attribute, Pointer field, Check check, String message) {
    all.add(new Failure(attribute, field, check, message));
  }

  List<Failure> all() {
    return List.copyOf(all);
  }
}
