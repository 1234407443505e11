package dev.portside.cli;

import dev.portside.Extensions;
import dev.portside.Portside;
import dev.portside.check.Nearest;
import dev.portside.check.RuleInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code portside rules}: the catalogue, or one rule's page. */
final class RulesCommand implements Callable<Integer> {

  private final CommandSpec spec =
      Commands.spec(
          this,
          "rules",
          "Lists the rules, or shows one rule's page. Works offline.",
          "  portside rules",
          "  portside rules flow-broken");
  private final Option<String> id =
      Option.parameter(
          spec,
          PositionalParamSpec.builder()
              .arity("0..1")
              .paramLabel("ID")
              .description("the rule whose page to show"));

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    List<RuleInfo> rules = Portside.catalogue(Extensions.found());
    PrintWriter out = spec.commandLine().getOut();
    String wanted = id.value();
    if (wanted == null) {
      int width = rules.stream().mapToInt(rule -> rule.id().length()).max().orElse(0);
      for (RuleInfo rule : rules) {
        out.printf(
            "%-" + width + "s  %-7s  %s%n", rule.id(), rule.severity().word(), rule.summary());
      }
    } else {
      out.print(page(wanted, rules));
    }
    return ExitCode.CLEAN;
  }

  private static String page(String id, List<RuleInfo> rules) throws IOException {
    List<String> ids = rules.stream().map(RuleInfo::id).toList();
    if (!ids.contains(id)) {
      throw new UsageException(
          "rule \"%s\": unknown; the nearest is %s".formatted(id, Nearest.of(id, ids)));
    }
    try (InputStream in = RulesCommand.class.getResourceAsStream("rules/" + id + ".md")) {
      if (in == null) {
        throw new UsageException("rule \"%s\": has no page".formatted(id));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
