package dev.portside.cli;

import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A client of a cluster, and the namespace that its context names. */
final class Connection implements AutoCloseable {

  /** Retries wait 0.1 s, then twice as long each: a cluster that is gone is told within seconds. */
  private static final int RETRIES = 4;

  private final KubernetesClient client;
  private final String namespace;

  private Connection(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  static Connection to(@Nullable String context) {
    Config config = config(context);
    config.setRequestRetryBackoffLimit(RETRIES);
    // Java's client loses an answer 401 over HTTP/2, since the API server closes the connection.
    config.setHttp2Disable(true);
    String namespace = config.getNamespace();
    try {
      KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
      return new Connection(client, namespace == null ? "default" : namespace);
    } catch (RuntimeException e) {
      throw new NoClusterException("the kubeconfig cannot be used: " + why(e));
    }
  }

  private static Config config(@Nullable String context) {
    Config config;
    try {
      config = Config.autoConfigure(context);
    } catch (RuntimeException e) {
      throw new NoClusterException("the kubeconfig cannot be read: " + why(e));
    }
    List<String> known =
        config.getContexts() == null
            ? List.of()
            : config.getContexts().stream().map(each -> each.getName()).sorted().toList();
    if (context != null && !known.contains(context)) {
      throw new NoClusterException(
          "context \"%s\": the kubeconfig has no such context; it has %s"
              .formatted(context, known.isEmpty() ? "none" : String.join(", ", known)));
    }
    if (config.getCurrentContext() == null && !isGivenOtherwise()) {
      throw new NoClusterException(
          known.isEmpty()
              ? "no cluster is configured: there is no context in " + files()
              : "no cluster is chosen: give one of the contexts %s with --context"
                  .formatted(String.join(", ", known)));
    }
    ensureLoggedIn(config);
    return config;
  }

  /** Where a login program gives nothing the client calls as nobody, who is allowed nothing. */
  private static void ensureLoggedIn(Config config) {
    File file = config.getFileWithAuthInfo();
    boolean isSomebody =
        config.getAutoOAuthToken() != null
            || config.getClientCertData() != null
            || config.getClientCertFile() != null;
    if (isSomebody || file == null || config.getCurrentContext() == null) {
      return;
    }
    String user = config.getCurrentContext().getContext().getUser();
    ExecConfig program = loginProgram(file, user);
    if (program != null) {
      throw new NoClusterException(
          "user \"%s\": its login program %s gave no credentials; run it to see why"
              .formatted(user, program.getCommand()));
    }
  }

  private static @Nullable ExecConfig loginProgram(File kubeconfig, String user) {
    try (InputStream in = Files.newInputStream(kubeconfig.toPath())) {
      io.fabric8.kubernetes.api.model.Config config =
          new KubernetesSerialization().unmarshal(in, io.fabric8.kubernetes.api.model.Config.class);
      return config.getUsers().stream()
          .filter(each -> user.equals(each.getName()) && each.getUser() != null)
          .map(each -> each.getUser().getExec())
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      throw new NoClusterException("the kubeconfig cannot be read: " + why(e));
    }
  }

  /** Inside a pod the API server is known; fabric8 also takes a variable of its own. */
  private static boolean isGivenOtherwise() {
    return System.getenv("KUBERNETES_SERVICE_HOST") != null
        || System.getenv("KUBERNETES_MASTER") != null;
  }

  private static String files() {
    return Config.getKubeconfigFilenames().stream()
        .flatMap(name -> Arrays.stream(name.split(File.pathSeparator, -1)))
        .filter(name -> !name.isBlank())
        .collect(Collectors.joining(", "));
  }

  /** The first line of the innermost cause: others tell the same in the words of libraries. */
  private static String why(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null
        ? root.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  @Override
  public void close() {
    client.close();
  }
}
