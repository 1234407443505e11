package dev.portside.cli;

import dev.portside.manifest.Manifests;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code portside delete}: deletes what a set names, and waits until it is gone. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Deletes what manifests name, in the order opposite to that of apply, and waits.",
    footerHeading = "%nExamples:%n",
    footer = {"  portside delete -f k8s/ -R", "  portside delete -f k8s/ -R --dry-run"})
final class DeleteCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private SetOptions options = new SetOptions();

  /** Called by picocli. */
  DeleteCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    if (options.isPruned()) {
      throw new UsageException("--prune goes with apply and diff");
    }
    try (Connection connection = options.connect()) {
      Manifests manifests = options.read(connection);
      if (SetOptions.isBroken(manifests, err)) {
        err.println("portside: nothing was deleted");
        return ExitCode.UNREADABLE;
      }
      String dry = options.isDry() ? " (dry run)" : "";
      options
          .applier(connection)
          .listening(one -> ApplyCommand.line(out, one + dry))
          .delete(manifests, options.timeout());
      return ExitCode.CLEAN;
    }
  }
}
