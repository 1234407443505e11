package dev.portside.it.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * Stands before a real API server and lets some of its answers go wrong. It passes everything on as
 * it is, and adds the administrator's token.
 */
final class FaultyServer implements AutoCloseable {

  /** What goes wrong with a request. */
  enum Fault {
    /** The server asks to come back later. */
    BUSY,
    /** The server fails. */
    ERROR,
    /** The connection ends without an answer. */
    DROPPED,
    /** The answer takes half a second. */
    SLOW,
    /** The answer is lost on its way, and the server has done what it was asked. */
    LOST
  }

  /** Headers that each connection has of its own. */
  private static final Set<String> OWN =
      Set.of("connection", "content-length", "host", "upgrade", "http2-settings", "authorization");

  private final HttpServer server;
  private final HttpClient client;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String target;
  private final String token;
  private final Fault fault;
  private final AtomicInteger left;
  private final AtomicInteger hit = new AtomicInteger();

  /** Makes the first so many patches go wrong. */
  FaultyServer(SSLContext trust, String target, String token, Fault fault, int times)
      throws IOException {
    this.client = HttpClient.newBuilder().sslContext(trust).build();
    this.target = target.endsWith("/") ? target.substring(0, target.length() - 1) : target;
    this.token = token;
    this.fault = fault;
    this.left = new AtomicInteger(times);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** Returns how often something went wrong. */
  int hits() {
    return hit.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    boolean wrong = exchange.getRequestMethod().equals("PATCH") && left.getAndDecrement() > 0;
    if (wrong) {
      hit.incrementAndGet();
    }
    try (exchange) {
      switch (wrong ? fault : Fault.SLOW) {
        case BUSY -> answer(exchange, 429, "{}".getBytes(UTF_8));
        case ERROR -> answer(exchange, 500, "{}".getBytes(UTF_8));
        case DROPPED -> {}
        case LOST -> pass(exchange);
        case SLOW -> {
          if (wrong) {
            Thread.sleep(500);
          }
          HttpResponse<byte[]> response = pass(exchange);
          answer(exchange, response.statusCode(), response.body());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> pass(HttpExchange exchange)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()))
            .header("Authorization", "Bearer " + token);
    for (var header : exchange.getRequestHeaders().entrySet()) {
      List<String> values = header.getValue();
      if (!OWN.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        values.forEach(value -> request.header(header.getKey(), value));
      }
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
