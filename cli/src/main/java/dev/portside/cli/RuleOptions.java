package dev.portside.cli;

import dev.portside.check.CheckOptions;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Which rules to run. */
final class RuleOptions {

  private final Option<List<String>> only;
  private final Option<List<String>> skipped;

  RuleOptions(CommandSpec command) {
    only =
        Option.many(
            command,
            String.class,
            OptionSpec.builder("--rule")
                .paramLabel("ID")
                .description("run this rule only; repeatable"));
    skipped =
        Option.many(
            command,
            String.class,
            OptionSpec.builder("--skip-rule")
                .paramLabel("ID")
                .description("do not run this rule; repeatable"));
  }

  CheckOptions options(CheckOptions defaults, ProjectSettings settings) {
    CheckOptions options = defaults;
    for (String id : only.or(settings.rules())) {
      options = options.only(id);
    }
    // A rule that the command line asks for runs, whatever the project's settings leave out.
    Set<String> asked = Set.copyOf(only.or(List.of()));
    for (String id : skipped.or(settings.skippedRules())) {
      if (skipped.isGiven() || !asked.contains(id)) {
        options = options.skipping(id);
      }
    }
    return options;
  }
}
