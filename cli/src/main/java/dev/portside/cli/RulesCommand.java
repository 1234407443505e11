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
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code portside rules}: the catalogue, or one rule's page. */
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    description = "Lists the rules, or shows one rule's page. Works offline.",
    footerHeading = "%nExamples:%n",
    footer = {"  portside rules", "  portside rules flow-broken"})
final class RulesCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "ID", description = "the rule whose page to show")
  private @Nullable String id;

  /** Called by picocli. */
  RulesCommand() {}

  @Override
  public Integer call() throws IOException {
    List<RuleInfo> rules = Portside.catalogue(Extensions.found());
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (id == null) {
      int width = rules.stream().mapToInt(rule -> rule.id().length()).max().orElse(0);
      for (RuleInfo rule : rules) {
        out.printf(
            "%-" + width + "s  %-7s  %s%n", rule.id(), rule.severity().word(), rule.summary());
      }
    } else {
      out.print(page(id, rules));
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
