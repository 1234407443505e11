package dev.portside.cli;

import dev.portside.apply.Applied;
import dev.portside.apply.AppliedSet;
import dev.portside.apply.Applier;
import dev.portside.check.FindingsException;
import dev.portside.manifest.Manifests;
import dev.portside.yaml.Plain;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code portside apply}: checks a set, applies it in order, and waits. */
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Checks manifests and applies them in an order in which nothing waits for something later.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  portside apply -f k8s/ -R --wait",
      "  portside apply -f k8s/ -R --dry-run",
      "  portside apply -f k8s/ -R --prune --timeout 10m --wait"
    })
final class ApplyCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;
  @Mixin private SetOptions options = new SetOptions();

  /** Called by picocli. */
  ApplyCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    try (Connection connection = options.connect()) {
      Manifests manifests = options.read(connection);
      if (SetOptions.isBroken(manifests, err)) {
        err.println("portside: nothing was applied");
        return ExitCode.UNREADABLE;
      }
      String dry = options.isDry() ? " (dry run)" : "";
      Applier applier = options.applier(connection);
      if (options.isPruned()) {
        applier.pruned(manifests).forEach(gone -> err.println(Plain.of("to be pruned: " + gone)));
      }
      AppliedSet applied = applier.listening(one -> line(out, one + dry)).apply(manifests);
      err.println(summary(applied.resources()) + dry);
      if (options.isAwaited()) {
        try (Progress progress = Progress.begin(err)) {
          progress.on("waiting until everything is ready");
          applied.await(options.timeout());
        }
      }
      return ExitCode.CLEAN;
    } catch (FindingsException e) {
      err.println(Plain.of(String.valueOf(e.getMessage()).strip()));
      err.println("portside: nothing was applied; --no-check applies it all the same");
      return ExitCode.FINDINGS;
    }
  }

  /** Shown at once: the next one may take its time. */
  static void line(PrintWriter out, String text) {
    out.println(Plain.of(text));
    out.flush();
  }

  private static String summary(List<Applied> all) {
    Map<Applied.Action, Integer> counts = new EnumMap<>(Applied.Action.class);
    all.forEach(one -> counts.merge(one.action(), 1, Integer::sum));
    return counts.isEmpty()
        ? "nothing to apply"
        : counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey().word())
            .collect(Collectors.joining(", "));
  }
}
