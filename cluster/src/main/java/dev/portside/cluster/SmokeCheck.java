package dev.portside.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.function.IntPredicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Asks a URL over real TLS until it answers as it should, or the time is over. Immutable: each
 * option gives a new one.
 */
public final class SmokeCheck {

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration ONE_ANSWER = Duration.ofSeconds(10);

  private final URI url;
  private final @Nullable SSLContext trust;
  private final IntPredicate expected;

  private SmokeCheck(URI url, @Nullable SSLContext trust, IntPredicate expected) {
    this.url = url;
    this.trust = trust;
    this.expected = expected;
  }

  /** Returns a check of a URL, which passes on any status below 400, with Java's own trust. */
  public static SmokeCheck of(URI url) {
    return new SmokeCheck(url, null, status -> status < 400);
  }

  /**
   * Returns a check that trusts the certificates of a PEM file alone.
   *
   * @throws IllegalArgumentException if the file cannot be read or holds none
   */
  public SmokeCheck trusting(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + count++, each);
      }
      if (count == 0) {
        throw new IllegalArgumentException(pem + ": it holds no certificate");
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return new SmokeCheck(url, context(factory.getTrustManagers()), expected);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(pem + ": no certificates can be read from it", e);
    }
  }

  /** Returns a check that trusts any certificate of any name: what it calls may be anybody. */
  public SmokeCheck insecure() {
    return new SmokeCheck(url, context(new TrustManager[] {new Credulous()}), expected);
  }

  /** Returns a check that passes on the statuses told, such as {@code status -> status == 401}. */
  public SmokeCheck expecting(IntPredicate statuses) {
    return new SmokeCheck(url, trust, statuses);
  }

  /**
   * Asks until it passes, and returns the status.
   *
   * @param timeout how long at most
   * @throws ClusterException if it has not passed by then; it tells the last answer and where to
   *     look
   */
  public int await(Duration timeout) {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(ONE_ANSWER);
    if (trust != null) {
      builder.sslContext(trust);
    }
    HttpClient client = builder.build();
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      String answer;
      try {
        int status = ask(client);
        if (expected.test(status)) {
          return status;
        }
        answer = "it answers " + status + hint(status);
      } catch (SSLException e) {
        answer = "its certificate is not trusted: %s; give the authority's file".formatted(why(e));
      } catch (IOException e) {
        answer = reason(e);
      }
      if (System.nanoTime() >= deadline) {
        throw new ClusterException(
            "%s: not as expected after %d s: %s".formatted(url, timeout.toSeconds(), answer));
      }
      Waiter.pause(PAUSE);
    }
  }

  private int ask(HttpClient client) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(ONE_ANSWER).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while waiting", true, e);
    }
  }

  private static String hint(int status) {
    return switch (status) {
      case 401, 403 -> "; check the rule's access strategy";
      case 404 -> "; check whether the rule is Ready, and has this host and path";
      case 500, 502, 503, 504 ->
          "; check whether the Service has ready pods, and the port behind it is captured";
      default -> "";
    };
  }

  private static String reason(IOException e) {
    if (e instanceof HttpTimeoutException) {
      return "it does not answer in time";
    }
    if (e instanceof ConnectException) {
      return e.getCause() instanceof UnresolvedAddressException
              || e.getCause() != null
                  && e.getCause().getCause() instanceof UnresolvedAddressException
          ? "its name is unknown; check the domain and its DNS entry"
          : "nothing answers there; check the ingress gateway's Service";
    }
    return "the connection fails: " + why(e);
  }

  private static String why(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static SSLContext context(TrustManager[] managers) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  /** Takes every certificate, and so that nobody else compares names, is an extended one. */
  private static final class Credulous extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
