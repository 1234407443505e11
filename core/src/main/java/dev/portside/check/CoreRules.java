package dev.portside.check;

import java.util.List;
import java.util.stream.Stream;

/** The rules that need no product's name. */
public final class CoreRules {

  private static final List<Rule> ALL =
      Stream.concat(
              Stream.of(new AppPortNotCaptured(), new FlowBroken(), new ManifestDuplicate()),
              ManifestProblem.all().stream())
          .toList();

  private CoreRules() {}

  /** Returns them, by id. */
  public static List<Rule> all() {
    return ALL;
  }
}
