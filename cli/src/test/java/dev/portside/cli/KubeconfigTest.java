package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;

import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways to a cluster that kubectl knows, each taken to a real control plane. */
final class KubeconfigTest {

  private static final String SET =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {a: \"1\"}\n";

  @TempDir private Path folder;
  private OnCluster cluster;
  private Config admin;

  @BeforeEach
  void start() throws Exception {
    cluster = OnCluster.in(folder);
    cluster.write("set.yaml", SET);
    admin = cluster.plane().client().getConfiguration();
  }

  private void isApplied(Cli.Result result, String namespace) {
    assertThat(result.err()).isEqualTo("1 created\n");
    assertThat(result.out()).isEqualTo("ConfigMap/" + namespace + "/one created\n");
    assertThat(result.code()).isEqualTo(0);
    assertThat(
            cluster
                .plane()
                .kubectl("-n", namespace, "get", "configmap", "one", "-o", "jsonpath={.data.a}"))
        .isEqualTo("1");
  }

  private String clusters(String name) {
    return """
    clusters:
    - name: %s
      cluster:
        server: %s
        certificate-authority-data: %s
    """
        .formatted(name, admin.getMasterUrl(), admin.getCaCertData());
  }

  private static String context(String name, String cluster, String user, String namespace) {
    return "- {name: %s, context: {cluster: %s, user: %s, namespace: %s}}\n"
        .formatted(name, cluster, user, namespace);
  }

  @Test
  void twoFiles_andContext() throws Exception {
    String other = cluster.plane().namespace();
    String users =
        "users: [{name: boss, user: {token: %s}}]\n".formatted(admin.getAutoOAuthToken());
    Path one =
        cluster.write(
            "one",
            "kind: Config\n"
                + users
                + "contexts:\n"
                + context("here", "real", "boss", cluster.namespace())
                + "current-context: here\n");
    Path two =
        cluster.write(
            "two",
            "kind: Config\n"
                + clusters("real")
                + "contexts:\n"
                + context("there", "real", "boss", other));
    Map<String, String> both = Map.of("KUBECONFIG", one + File.pathSeparator + two);

    isApplied(cluster.run(both, List.of("apply", "-f", "set.yaml")), cluster.namespace());
    isApplied(cluster.run(both, List.of("apply", "-f", "set.yaml", "--context", "there")), other);
    Cli.Result wrong =
        cluster.run(both, List.of("delete", "-f", "set.yaml", "--context", "nowhere"));

    assertThat(wrong.code()).isEqualTo(4);
    assertThat(wrong.err())
        .isEqualTo(
            "portside: context \"nowhere\": the kubeconfig has no such context; it has here,"
                + " there\n");
  }

  @Test
  void namespaceOption_beatsTheContexts() throws Exception {
    String other = cluster.plane().namespace();
    String config =
        Files.readString(cluster.plane().kubeconfig())
            .replace(
                "    cluster: test\n    user",
                "    cluster: test\n    namespace: nowhere\n    user");

    isApplied(cluster.runWith(config, "apply", "-f", "set.yaml", "-n", other), other);
  }

  private String execConfig(String script) throws Exception {
    Path plugin = cluster.write("login", script);
    assertThat(plugin.toFile().setExecutable(true)).isTrue();
    return "kind: Config\n"
        + clusters("real")
        + """
        users:
        - name: boss
          user:
            exec:
              apiVersion: client.authentication.k8s.io/v1
              command: PLUGIN
              args: [token]
              env: [{name: WHO, value: admin}]
              interactiveMode: Never
        contexts:
        """
            .replace("PLUGIN", plugin.toString())
        + context("here", "real", "boss", cluster.namespace())
        + "current-context: here\n";
  }

  @Test
  void execPlugin() throws Exception {
    String script =
        """
        #!/bin/sh
        echo '{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1",
          "status": {"'$1'": "token-of-'$WHO'"}}'
        """;

    isApplied(cluster.runWith(execConfig(script), "apply", "-f", "set.yaml"), cluster.namespace());
  }

  @Test
  void execPlugin_thatFails() throws Exception {
    String failing = execConfig("#!/bin/sh\necho 'no session: run login first' >&2\nexit 1\n");
    String missing = failing.replace("/login\n", "/nosuch\n");

    for (String config : new String[] {failing, missing}) {
      Cli.Result result = cluster.runWith(config, "apply", "-f", "set.yaml");

      assertThat(result.code()).isEqualTo(4);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .isEqualTo(
              "portside: user \"boss\": its login program %s gave no credentials; run it to see why\n"
                  .formatted(folder.resolve(config.equals(failing) ? "login" : "nosuch")));
    }
  }

  /**
   * Inside a pod the address is in variables, and the account's token, certificate and namespace
   * are files; other variables tell the client where those are here.
   */
  @Test
  void inCluster() throws Exception {
    cluster.kubectl("create", "serviceaccount", "deployer");
    cluster.kubectl(
        "create",
        "rolebinding",
        "deployer",
        "--clusterrole=edit",
        "--serviceaccount=" + cluster.namespace() + ":deployer");
    URI server = URI.create(admin.getMasterUrl());
    byte[] authority = Base64.getDecoder().decode(admin.getCaCertData());
    Map<String, String> pod = new HashMap<>();
    pod.put("KUBERNETES_SERVICE_HOST", server.getHost());
    pod.put("KUBERNETES_SERVICE_PORT", String.valueOf(server.getPort()));
    pod.put(
        "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN",
        cluster.write("token", cluster.kubectl("create", "token", "deployer").strip()).toString());
    pod.put(
        "KUBERNETES_CERTS_CA_FILE", Files.write(folder.resolve("ca.crt"), authority).toString());
    pod.put("KUBENAMESPACE", cluster.write("namespace", cluster.namespace()).toString());
    pod.put("KUBECONFIG", "");

    isApplied(cluster.run(pod, List.of("apply", "-f", "set.yaml")), cluster.namespace());
    Cli.Result elsewhere = cluster.run(pod, List.of("apply", "-f", "set.yaml", "-n", "default"));

    assertThat(elsewhere.code()).isEqualTo(4);
    assertThat(elsewhere.err())
        .contains(
            "User \"system:serviceaccount:"
                + cluster.namespace()
                + ":deployer\" cannot get resource");
  }
}
