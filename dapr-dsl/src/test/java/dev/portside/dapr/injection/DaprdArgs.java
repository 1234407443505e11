package dev.portside.dapr.injection;

import java.util.ArrayList;
import java.util.List;

/** Collects the arguments of daprd from what the annotations say. */
final class DaprdArgs {

  private final SidecarValues values;
  private final List<DaprdArg> args = new ArrayList<>();

  DaprdArgs(SidecarValues values) {
    this.values = values;
  }

  void add(String flag, String value) {
    args.add(new DaprdArg(flag, value));
  }

  void flag(String flag) {
    args.add(new DaprdArg(flag, null));
  }

  void flagIf(String flag, String concept) {
    if (values.flag(concept)) {
      flag(flag);
    }
  }

  void number(String flag, String concept) {
    add(flag, Long.toString(values.number(concept)));
  }

  void numberIfSet(String flag, String concept) {
    if (values.has(concept)) {
      number(flag, concept);
    }
  }

  void textUnlessEmpty(String flag, String concept) {
    if (!values.text(concept).isEmpty()) {
      add(flag, values.text(concept));
    }
  }

  /** An empty text counts where the release tells it from one that is not there. */
  void textIfSet(String flag, String concept) {
    if (values.isPassed(concept)) {
      add(flag, values.text(concept));
    }
  }

  List<DaprdArg> build() {
    return List.copyOf(args);
  }
}
