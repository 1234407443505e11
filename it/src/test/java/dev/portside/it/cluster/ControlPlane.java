package dev.portside.it.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Kubernetes control plane: etcd, kube-apiserver, kube-controller-manager and
 * kube-scheduler, with kwok as the kubelet of one node. Deployments roll out on it, and no
 * container is run.
 *
 * <p>A pod labelled {@code portside.dev/test: image-pull-error} stays not ready, its containers
 * waiting with the reason {@code ImagePullBackOff}. One labelled {@code portside.dev/test: fails}
 * has failed. One of a Job is done at once.
 */
public final class ControlPlane implements AutoCloseable {

  /** The users beside the administrator. They may do nothing until a test grants them something. */
  public static final List<String> USERS = List.of("nobody", "reader", "writer");

  private static final String ADMIN = "admin";
  private static final List<String> STAGES = List.of("pod-image-pull-error.yaml", "pod-fails.yaml");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private static @Nullable ControlPlane shared;
  private static boolean asked;

  private final Programs programs;
  private final Path folder;
  private final Map<String, Process> running = new LinkedHashMap<>();
  private @Nullable Process guard;
  private @Nullable String server;
  private @Nullable KubernetesClient client;
  private boolean crdsInstalled;

  private ControlPlane(Programs programs, Path folder) {
    this.programs = programs;
    this.folder = folder;
  }

  /**
   * Returns the one of this JVM, started by the first call and stopped when the JVM ends. Where its
   * programs are not installed the test is skipped, or fails if the system property {@code
   * portside.cluster} is {@code required}.
   */
  public static synchronized ControlPlane shared() {
    if (!asked) {
      asked = true;
      shared = start();
    }
    if (shared == null) {
      // A second start would fail like the first, only later; where there are no programs, say so.
      Programs.installed();
      throw new IllegalStateException("The control plane did not start; an earlier test says why");
    }
    return shared;
  }

  /** Starts one of its own, for a test that changes what others would see. */
  public static ControlPlane start() {
    Programs programs = Programs.installed();
    ControlPlane plane;
    try {
      plane = new ControlPlane(programs, Files.createTempDirectory("control-plane-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(plane::close));
    try {
      plane.guard = guard(plane.folder);
      plane.up();
      return plane;
    } catch (IOException e) {
      plane.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  /** Returns the file with which the administrator reaches it. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** Returns the administrator's client; the control plane closes it. */
  public KubernetesClient client() {
    if (client == null) {
      throw new IllegalStateException("The control plane is closed");
    }
    return client;
  }

  /**
   * Returns the text of a kubeconfig of one of the {@link #USERS}.
   *
   * <p>RBAC knows the user by this name; grant rights with a RoleBinding in the test's namespace.
   */
  public String kubeconfigFor(String user) {
    if (!USERS.contains(user)) {
      throw new IllegalArgumentException("No user '" + user + "'; there are " + USERS);
    }
    return kubeconfig(user, token(user));
  }

  /** Returns the text of a kubeconfig whose token the server does not take: expired, or made up. */
  public String kubeconfigWithUnknownToken() {
    return kubeconfig(ADMIN, "expired");
  }

  /** Creates a namespace that no other test knows, and returns its name. */
  public String namespace() {
    String name = "test-" + NAMESPACES.incrementAndGet();
    client()
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  /**
   * Installs the definitions of Dapr's, Istio's and Kyma's kinds, once; returns when they are
   * served. The test is skipped where the definitions are not at hand.
   */
  public synchronized void installCrds() {
    if (crdsInstalled) {
      return;
    }
    List<GenericKubernetesResource> crds;
    try {
      crds = Crds.read(client());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (GenericKubernetesResource crd : crds) {
      // The annotation of a client-side apply is too small for some of them.
      client().resource(crd).serverSideApply();
    }
    await("the CRDs", () -> established() >= crds.size());
    crdsInstalled = true;
  }

  /**
   * Runs kubectl as the administrator and returns its standard output.
   *
   * @throws IllegalStateException with all that it prints, if it exits with another status than 0
   */
  public String kubectl(String... arguments) {
    List<String> command = new ArrayList<>(List.of(programs.path("kubectl")));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    // Its home holds preferences, and what it remembers of servers; neither is the developer's
    // here.
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("KUBECONFIG", kubeconfig().toString());
    try {
      Path errors = Files.createTempFile(folder, "kubectl-", ".err");
      Process process = builder.redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(
            "kubectl %s exits with %d: %s%s"
                .formatted(String.join(" ", arguments), exit, Files.readString(errors), output));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Stops it and removes its files. */
  @Override
  public synchronized void close() {
    if (guard != null) {
      guard.destroyForcibly().onExit().join();
    }
    // Its state is thrown away, so nothing needs to end in order.
    running.values().forEach(Process::destroyForcibly);
    running.values().forEach(process -> process.onExit().join());
    running.clear();
    if (client != null) {
      client.close();
      client = null;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(ControlPlane::delete);
    } catch (IOException | UncheckedIOException e) {
      // A temporary folder that stays harms no test.
    }
  }

  /** Returns the processes that it runs, by the names of their programs. */
  synchronized Map<String, ProcessHandle> programs() {
    Map<String, ProcessHandle> handles = new LinkedHashMap<>();
    running.forEach((program, process) -> handles.put(program, process.toHandle()));
    return handles;
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a shell that does what {@link #close} does when the JVM ends without it, as a JVM does
   * that is halted or killed: its input, on which it is told the processes, ends then.
   */
  private static Process guard(Path folder) throws IOException {
    String script =
        """
        trap '' INT TERM HUP
        while read -r pid; do pids="$pids $pid"; done
        kill -9 $pids
        rm -rf "$0"
        """;
    return new ProcessBuilder("sh", "-c", script, folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void up() throws IOException {
    List<Integer> ports = freePorts(3);
    String etcd = "http://127.0.0.1:" + ports.get(0);
    String peer = "http://127.0.0.1:" + ports.get(1);
    server = "https://127.0.0.1:" + ports.get(2);
    writeServiceAccountKey();
    writeTokens();
    startEtcd(etcd, peer);
    startServer(etcd, ports.get(2));
    await("the server's certificate", this::isCertified);
    Files.writeString(kubeconfig(), kubeconfig(ADMIN, token(ADMIN)));
    awaitReady();
    client = newClient(Config.fromKubeconfig(Files.readString(kubeconfig())));
    client.nodes().resource(node()).create();
    for (String program : List.of("kube-controller-manager", "kube-scheduler")) {
      List<String> flags =
          new ArrayList<>(List.of("--kubeconfig=kubeconfig", "--leader-elect=false"));
      flags.add("--secure-port=0");
      if (program.equals("kube-controller-manager")) {
        flags.add("--service-account-private-key-file=service-account.key");
      }
      run(program, flags);
    }
    startKwok();
    await("the node", this::takesPods);
  }

  private void startEtcd(String url, String peer) throws IOException {
    run(
        "etcd",
        List.of(
            "--data-dir=etcd-data",
            "--log-level=error",
            "--unsafe-no-fsync",
            "--listen-client-urls=" + url,
            "--advertise-client-urls=" + url,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=default=" + peer));
  }

  private void startServer(String etcd, int port) throws IOException {
    run(
        "kube-apiserver",
        List.of(
            "--etcd-servers=" + etcd,
            "--bind-address=127.0.0.1",
            // It looks for an address of the machine otherwise, and one without a network has none.
            "--advertise-address=127.0.0.1",
            "--endpoint-reconciler-type=none",
            "--secure-port=" + port,
            "--cert-dir=certificates",
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-account-key-file=service-account.key",
            "--service-account-signing-key-file=service-account.key",
            "--service-cluster-ip-range=10.96.0.0/16",
            "--token-auth-file=tokens.csv",
            "--authorization-mode=RBAC",
            // It refuses pods in a new namespace until the controller manager gave it an account.
            "--disable-admission-plugins=ServiceAccount"));
  }

  private void startKwok() throws IOException {
    List<String> flags =
        new ArrayList<>(
            List.of("--kubeconfig=kubeconfig", "--manage-all-nodes", "--cidr=10.244.0.0/16"));
    programs.stages().forEach(stage -> flags.add("--config=" + stage));
    for (String name : STAGES) {
      Path stage = folder.resolve(name);
      try (InputStream in = ControlPlane.class.getResourceAsStream("/cluster/" + name)) {
        Files.copy(in, stage);
      }
      flags.add("--config=" + stage);
    }
    run("kwok", flags);
  }

  private synchronized void run(String program, List<String> flags) throws IOException {
    List<String> command = new ArrayList<>(List.of(programs.path(program)));
    command.addAll(flags);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(program).toFile())
            .start();
    running.put(program, process);
    guard.getOutputStream().write((process.pid() + "\n").getBytes(UTF_8));
    guard.getOutputStream().flush();
  }

  private Path log(String program) {
    return folder.resolve(program + ".log");
  }

  private void writeServiceAccountKey() throws IOException {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(256);
      KeyPair pair = keys.generateKeyPair();
      Files.writeString(
          folder.resolve("service-account.key"),
          pem("PRIVATE KEY", pair.getPrivate()) + pem("PUBLIC KEY", pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String label, Key key) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
  }

  private void writeTokens() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(token(ADMIN) + "," + ADMIN + "," + ADMIN + ",system:masters");
    USERS.forEach(user -> lines.add(token(user) + "," + user + "," + user));
    Files.write(folder.resolve("tokens.csv"), lines);
  }

  private static String token(String user) {
    return "token-of-" + user;
  }

  private String kubeconfig(String user, String token) {
    try {
      String authority = Base64.getEncoder().encodeToString(Files.readAllBytes(certificate()));
      return """
      apiVersion: v1
      kind: Config
      clusters:
        - name: test
          cluster:
            server: %s
            certificate-authority-data: %s
      users:
        - name: %s
          user:
            token: %s
      contexts:
        - name: test
          context:
            cluster: test
            user: %s
      current-context: test
      """
          .formatted(server, authority, user, token, user);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server's certificate, followed by that of the authority it made for it. */
  private Path certificate() {
    return folder.resolve("certificates/apiserver.crt");
  }

  /** Tells whether the certificate is whole: the server writes it before its key. */
  private boolean isCertified() {
    return Files.exists(folder.resolve("certificates/apiserver.key"));
  }

  private void awaitReady() throws IOException {
    Config once = Config.fromKubeconfig(Files.readString(kubeconfig()));
    once.setRequestRetryBackoffLimit(0);
    try (KubernetesClient probe = newClient(once)) {
      await(
          "kube-apiserver",
          () -> {
            try {
              return "ok".equals(probe.raw("/readyz"));
            } catch (KubernetesClientException e) {
              return false;
            }
          });
    }
  }

  private static KubernetesClient newClient(Config config) {
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Node node() {
    Map<String, Quantity> size =
        Map.of(
            "cpu", new Quantity("32"),
            "memory", new Quantity("256Gi"),
            "pods", new Quantity("1000"));
    return new NodeBuilder()
        .withNewMetadata()
        .withName("node-0")
        .endMetadata()
        .withNewStatus()
        .withCapacity(size)
        .withAllocatable(size)
        .endStatus()
        .build();
  }

  private boolean takesPods() {
    Node node = client().nodes().withName("node-0").get();
    return node.getSpec().getTaints().isEmpty()
        && node.getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }

  private long established() {
    return client().apiextensions().v1().customResourceDefinitions().list().getItems().stream()
        .map(CustomResourceDefinition::getStatus)
        .filter(it -> it != null && it.getConditions() != null)
        .flatMap(it -> it.getConditions().stream())
        .filter(it -> it.getType().equals("Established") && it.getStatus().equals("True"))
        .count();
  }

  private void await(String what, BooleanSupplier there) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!there.getAsBoolean()) {
      running.forEach(
          (program, process) -> {
            if (!process.isAlive()) {
              throw new IllegalStateException(
                  program + " ended; its log ends\n" + endOfLog(program));
            }
          });
      if (System.nanoTime() > end) {
        StringBuilder message = new StringBuilder(what + " did not come up in " + PATIENCE);
        running
            .keySet()
            .forEach(it -> message.append("\n").append(it).append(":\n").append(endOfLog(it)));
        throw new IllegalStateException(message.toString());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  private String endOfLog(String program) {
    try {
      List<String> lines = Files.readAllLines(log(program));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    } catch (IOException e) {
      return "(" + e + ")";
    }
  }

  private static IllegalStateException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(cause);
  }

  /** Returns ports below those that the system gives to outgoing connections, all different. */
  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      while (held.size() < count) {
        int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
        try {
          held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
          // Taken: the next one.
        }
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }
}
