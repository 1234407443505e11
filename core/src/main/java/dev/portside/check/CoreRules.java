package dev.portside.check;

import java.util.List;

/** The rules that need no product's name. */
public final class CoreRules {

  private static final List<Rule> ALL =
      List.of(new AppPortNotCaptured(), new FlowBroken(), new ManifestDuplicate());

  private CoreRules() {}

  /** Returns them, by id. */
  public static List<Rule> all() {
    return ALL;
  }
}
