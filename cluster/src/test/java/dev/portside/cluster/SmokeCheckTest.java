package dev.portside.cluster;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server with a certificate of its own, for the name {@code localhost}. */
class SmokeCheckTest {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final Duration SHORT = Duration.ofMillis(600);

  @TempDir static Path folder;
  private static HttpsServer server;
  private static final AtomicInteger LATE = new AtomicInteger();

  @BeforeAll
  static void serve() throws Exception {
    Path store = folder.resolve("store.p12");
    keytool(
        "-genkeypair",
        "-alias",
        "it",
        "-keyalg",
        "EC",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost",
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit");
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "it",
        "-file",
        folder.resolve("ca.pem").toString(),
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          int status =
              switch (path) {
                case "/ok" -> 200;
                case "/late" -> LATE.incrementAndGet() < 3 ? 503 : 200;
                case "/closed" -> 403;
                default -> 503;
              };
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  private static void keytool(String... args) throws Exception {
    String[] command = new String[args.length + 1];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    System.arraycopy(args, 0, command, 1, args.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isEqualTo(0);
    assertThat(output).doesNotContain("Exception");
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static SmokeCheck check(String host, String path) {
    int port = server.getAddress().getPort();
    return SmokeCheck.of(URI.create("https://%s:%d%s".formatted(host, port, path)));
  }

  private static String failure(SmokeCheck check) {
    ClusterException e = assertThrows(ClusterException.class, () -> check.await(SHORT));
    return e.getMessage();
  }

  @Test
  void authority() {
    assertThat(check("localhost", "/ok").trusting(folder.resolve("ca.pem")).await(SHORT))
        .isEqualTo(200);
  }

  @Test
  void authority_unknown() {
    assertThat(failure(check("localhost", "/ok"))).contains("its certificate is not trusted");
  }

  @Test
  void authority_otherName() {
    SmokeCheck check = check("127.0.0.1", "/ok").trusting(folder.resolve("ca.pem"));

    assertThat(failure(check)).contains("its certificate is not trusted");
  }

  @Test
  void authority_noFile() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");

    assertThrows(IllegalArgumentException.class, () -> check("localhost", "/").trusting(empty));
  }

  @Test
  void insecure() {
    assertThat(check("127.0.0.1", "/ok").insecure().await(SHORT)).isEqualTo(200);
  }

  @Test
  void answersLate() {
    assertThat(check("localhost", "/late").insecure().await(Duration.ofSeconds(20))).isEqualTo(200);
    assertThat(LATE.get()).isEqualTo(3);
  }

  @Test
  void answersWrong() {
    assertThat(failure(check("localhost", "/broken").insecure()))
        .containsMatch("it answers 503; check whether the Service has ready pods");
    assertThat(failure(check("localhost", "/closed").insecure())).contains("it answers 403");
    assertThat(check("localhost", "/closed").insecure().expecting(code -> code == 403).await(SHORT))
        .isEqualTo(403);
  }

  @Test
  void nobodyThere() {
    assertThat(failure(SmokeCheck.of(URI.create("https://127.0.0.1:1/"))))
        .contains("nothing answers there");
    assertThat(failure(SmokeCheck.of(URI.create("https://no-such-host.invalid/"))))
        .contains("its name is unknown");
  }
}
