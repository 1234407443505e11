package dev.portside.cli;

import dev.portside.apply.Difference;
import dev.portside.manifest.Manifests;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code portside diff}: what applying a set would change. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows what applying manifests would change; exits with 1 if that is anything.",
    footerHeading = "%nExamples:%n",
    footer = {"  portside diff -f k8s/ -R", "  portside diff -f k8s/ -R --prune"})
final class DiffCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private SetOptions options = new SetOptions();

  /** Called by picocli. */
  DiffCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    try (Connection connection = options.connect()) {
      Manifests manifests = options.read(connection);
      if (SetOptions.isBroken(manifests, err)) {
        return ExitCode.UNREADABLE;
      }
      List<Difference> changed =
          options.applier(connection).diff(manifests).stream()
              .filter(difference -> !difference.isEmpty())
              .toList();
      changed.forEach(difference -> out.print(difference.text()));
      int all = manifests.resources().size();
      err.printf(
          "%d of %d %s%n", changed.size(), all, all == 1 ? "resource differs" : "resources differ");
      return changed.isEmpty() ? ExitCode.CLEAN : ExitCode.FINDINGS;
    }
  }
}
