package dev.portside.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What the descriptions of all commands have in common. */
final class Commands {

  private Commands() {}

  /**
   * Describes a command, without options of its own yet.
   *
   * @param command what runs it
   * @param examples how it is called, a line each
   */
  static CommandSpec spec(
      Callable<Integer> command, String name, String description, String... examples) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
    UsageMessageSpec usage = spec.usageMessage();
    usage.description(description).footerHeading("%nExamples:%n").footer(examples);
    usage.sortOptions(false);
    return spec;
  }

  /** Adds the options that every command has; they come last. */
  static CommandSpec withHelp(CommandSpec spec) {
    return spec.versionProvider(new Build())
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
  }
}
