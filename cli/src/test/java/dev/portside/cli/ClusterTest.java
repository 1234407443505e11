package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code check --cluster} where there is no cluster, or one that does not answer as it should. */
final class ClusterTest {

  @TempDir private Path folder;
  private HttpServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  /** Starts what answers each request in one way, and returns its address. */
  private String server(int code, String body) throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(code, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String kubeconfig(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static String config(String address) {
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s"}}]
        users: [{name: u, user: {token: secret-token}}]
        contexts: [{name: one, context: {cluster: c, user: u, namespace: shop}}]
        current-context: one
        """
        .formatted(address);
  }

  private Cli.Result run(String kubeconfig, String... args) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("KUBECONFIG", kubeconfig);
    environment.put("HOME", folder.toString());
    Cli.Result result = Cli.runIn(folder, environment, args);
    assertThat(result.err()).doesNotContain("\tat ");
    assertThat(result.err()).doesNotContain("secret-token");
    return result;
  }

  /** One sentence, in one line, and the exit code of a cluster that does not answer. */
  private static String sentence(Cli.Result result) {
    assertThat(result.code()).isEqualTo(ExitCode.CLUSTER);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines().toList()).hasSize(1);
    return result.err().strip();
  }

  @Test
  void kubeconfig_missing() throws Exception {
    String nowhere = folder.resolve("nowhere").toString();

    assertThat(sentence(run(nowhere, "check", "--cluster")))
        .isEqualTo("portside: no cluster is configured: there is no context in " + nowhere);
  }

  @Test
  void kubeconfig_broken() throws Exception {
    String broken = kubeconfig("config", "contexts: {broken\n");

    assertThat(sentence(run(broken, "check", "--cluster")))
        .startsWith("portside: the kubeconfig cannot be read: ");
  }

  @Test
  void context_unknown() throws Exception {
    String one = kubeconfig("config", config("http://127.0.0.1:1"));

    assertThat(sentence(run(one, "check", "--cluster", "--context", "two")))
        .isEqualTo("portside: context \"two\": the kubeconfig has no such context; it has one");
  }

  @Test
  void context_notChosen() throws Exception {
    String text = config("http://127.0.0.1:1").replace("current-context: one\n", "");
    String none = kubeconfig("config", text);

    assertThat(sentence(run(none, "check", "--cluster")))
        .isEqualTo("portside: no cluster is chosen: give one of the contexts one with --context");
  }

  @Test
  void server_unreachable() throws Exception {
    String nobody = kubeconfig("config", config("http://127.0.0.1:1"));

    assertThat(sentence(run(nobody, "check", "--cluster")))
        .isEqualTo(
            "portside: cannot reach the cluster at http://127.0.0.1:1/: nothing answers there");
  }

  @ParameterizedTest
  @CsvSource({
    "401, '', does not accept the credentials (401): log in again",
    "500, out of order, the API server refuses it (500): ",
  })
  void server_refuses(int code, String message, String said) throws Exception {
    String status =
        "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", \"code\": %d, \"message\": \"%s\"}";
    String address = server(code, status.formatted(code, message));

    String sentence = sentence(run(kubeconfig("config", config(address)), "check", "--cluster"));

    assertThat(sentence).contains(said);
    assertThat(sentence).contains(message);
  }

  /**
   * As kubectl does: the first file that says something counts, and files that are not there do
   * not.
   */
  @Test
  void kubeconfig_ofSeveralFiles() throws Exception {
    String users = "apiVersion: v1\nkind: Config\nusers: [{name: u, user: {token: t}}]\n";
    String clusters =
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
        contexts:
        - {name: one, context: {cluster: c, user: u}}
        - {name: two, context: {cluster: d, user: u}}
        current-context: one
        """;
    String other =
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: d, cluster: {server: "http://127.0.0.1:2"}}]
        contexts: [{name: three, context: {cluster: d, user: u}}]
        current-context: three
        """;
    String all =
        String.join(
            File.pathSeparator,
            folder.resolve("nowhere").toString(),
            kubeconfig("users", users),
            kubeconfig("clusters", clusters),
            kubeconfig("other", other));

    assertThat(sentence(run(all, "check", "--cluster"))).contains("http://127.0.0.1:1/");
    assertThat(sentence(run(all, "check", "--cluster", "--context", "two")))
        .contains("http://127.0.0.1:2/");
    assertThat(sentence(run(all, "check", "--cluster", "--context", "three")))
        .contains("http://127.0.0.1:2/");
    assertThat(sentence(run(all, "check", "--cluster", "--context", "four")))
        .endsWith("it has one, three, two");
  }

  @ParameterizedTest
  @CsvSource({
    "--cluster -f .,  --cluster and -f do not go together",
    "--cluster -A -n shop, -A and -n do not go together",
    "-A, -A goes with --cluster",
    "--context one, --context goes with --cluster",
  })
  void usage(String args, String said) {
    Cli.Result result = Cli.run(("check " + args).split(" "));

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err().strip()).isEqualTo("portside: " + said);
  }

  @Test
  void help_namesTheExitCode() {
    assertThat(Cli.run("--help").out()).contains("the cluster did not answer");
  }
}
