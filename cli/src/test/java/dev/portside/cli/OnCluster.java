package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.it.cluster.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The command as a user runs it on a real control plane: in a process of its own, in a folder with
 * files, with a kubeconfig, and in a namespace that no other test knows.
 */
final class OnCluster {

  private final ControlPlane plane;
  private final Path folder;
  private final String namespace;

  private OnCluster(ControlPlane plane, Path folder) {
    this.plane = plane;
    this.folder = folder;
    this.namespace = plane.namespace();
  }

  /** Begins in a folder; the test is skipped where there is no control plane. */
  static OnCluster in(Path folder) {
    return new OnCluster(ControlPlane.shared(), folder);
  }

  ControlPlane plane() {
    return plane;
  }

  String namespace() {
    return namespace;
  }

  /** Writes a file of the folder. */
  Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Runs the command as the administrator, in the test's namespace. */
  Cli.Result run(String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("-n", namespace));
    return run(environment(plane.kubeconfig()), all);
  }

  /**
   * Starts the command as the administrator, in the test's namespace; what it says is to be read.
   */
  Process start(String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("-n", namespace));
    ProcessBuilder builder = Cli.process(folder, environment(plane.kubeconfig()), all);
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Runs the command with a kubeconfig of that text, in the namespace that this one names. */
  Cli.Result runWith(String kubeconfig, String... args) throws Exception {
    return run(environment(write("kubeconfig", kubeconfig)), List.of(args));
  }

  /** Runs the command with these variables; no home, and nothing else that leads to a cluster. */
  Cli.Result run(Map<String, String> variables, List<String> args) throws Exception {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("HOME", folder.toString());
    Cli.Result result = Cli.runIn(folder, environment, args.toArray(String[]::new));
    assertThat(result.err()).doesNotContain("\tat ");
    assertThat(result.err()).doesNotContain("Exception");
    assertThat(result.out() + result.err()).doesNotContain("token-of-");
    return result;
  }

  private Map<String, String> environment(Path kubeconfig) {
    return Map.of("KUBECONFIG", kubeconfig.toString(), "HOME", folder.toString());
  }

  /** Returns what kubectl says about the test's namespace. */
  String kubectl(String... args) {
    List<String> all = new ArrayList<>(List.of("-n", namespace));
    all.addAll(List.of(args));
    return plane.kubectl(all.toArray(String[]::new));
  }

  /** Returns a text with the namespace in the place of {@code NS}. */
  String said(String text) {
    return text.replace("NS", namespace);
  }
}
