package dev.portside.it.cluster;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.portside.it.Beside;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The programs of a control plane, as {@code .ci/control-plane/install} builds them. */
final class Programs {

  private static final List<String> NAMES =
      List.of(
          "kube-apiserver",
          "etcd",
          "kube-controller-manager",
          "kube-scheduler",
          "kubectl",
          "kwok",
          "stages");
  private static final String MODULE_FILE = ".ci/control-plane/kubernetes/go.mod";
  private static final Pattern VERSION = Pattern.compile("\\sk8s\\.io/kubernetes v(\\S+)");

  private final Path folder;

  private Programs(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns those of this machine. Where they are not installed the test that asks is skipped, or
   * fails if the system property {@code portside.cluster} is {@code required}.
   */
  static Programs installed() {
    Path folder = folder();
    Optional<String> missing =
        NAMES.stream().filter(it -> !Files.exists(folder.resolve(it))).findFirst();
    if (missing.isEmpty()) {
      return new Programs(folder);
    }
    String message =
        "no %s under %s: run .ci/control-plane/install, which needs Go"
            .formatted(missing.orElseThrow(), folder);
    return System.getProperty("portside.cluster", "").equals("required")
        ? fail(message)
        : abort(message);
  }

  /** Returns the folder where fabric8's kube-api-test looks for the version that is asked for. */
  private static Path folder() {
    String set = System.getenv("KUBE_API_TEST_DIR");
    Path base =
        set == null || set.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".kubeapitest")
            : Path.of(set);
    String system =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
            ? "darwin"
            : "linux";
    String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    return base.resolve("k8s").resolve(version() + "-" + system + "-" + processor);
  }

  private static String version() {
    Path file = Beside.file(MODULE_FILE).orElseThrow();
    try {
      Matcher version = VERSION.matcher(Files.readString(file));
      if (!version.find()) {
        throw new IllegalStateException(file + " asks for no version of k8s.io/kubernetes");
      }
      return version.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the command that runs a program. */
  String path(String program) {
    return folder.resolve(program).toString();
  }

  /** Returns what kwok does with nodes and pods: its own stages. */
  List<Path> stages() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("stages"))) {
      return files.sorted().toList();
    }
  }
}
