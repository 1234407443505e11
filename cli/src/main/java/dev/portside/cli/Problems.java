package dev.portside.cli;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Problem;
import dev.portside.yaml.Plain;
import java.io.PrintWriter;

/** What of a set cannot be read, told by commands that do not report findings. */
final class Problems {

  private Problems() {}

  /** Prints a line each, and returns whether there is any. */
  static boolean print(Manifests manifests, PrintWriter err) {
    for (Problem problem : manifests.problems()) {
      err.println(Plain.of("%s: error: %s".formatted(problem.source(), problem.message())));
    }
    return !manifests.problems().isEmpty();
  }
}
