package dev.portside.cli;

import dev.portside.check.CheckOptions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which rules to run. */
final class RuleOptions {

  @Option(names = "--rule", paramLabel = "ID", description = "run this rule only; repeatable")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--skip-rule",
      paramLabel = "ID",
      description = "do not run this rule; repeatable")
  private List<String> skipped = new ArrayList<>();

  /** Called by picocli. */
  RuleOptions() {}

  CheckOptions options(CheckOptions defaults, Settings settings) {
    CheckOptions options = defaults;
    for (String id : only.isEmpty() ? settings.rules() : only) {
      options = options.only(id);
    }
    for (String id : skipped.isEmpty() ? settings.skippedRules() : skipped) {
      options = options.skipping(id);
    }
    return options;
  }
}
