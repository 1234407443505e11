package dev.portside.istio.authorization;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A connection as the server's proxy sees it, with what is known of the request on it.
 *
 * @param chain whether the proxy parses it
 * @param identity whom the caller's certificate names; none where the caller's proxy sends no mTLS
 * @param source the caller's address
 * @param destination the pod's address
 * @param port the pod's port
 * @param http what is known of the request, where it is one
 * @param sni the name that the outermost TLS asks for
 */
public record Request(
    Chain chain,
    Fact<Identity> identity,
    Fact<String> source,
    Fact<String> destination,
    int port,
    Http http,
    Fact<String> sni) {

  /** What the server's proxy takes the connection for. */
  public enum Chain {
    /** It parses requests. */
    HTTP,
    /** Bytes pass. */
    TCP,
    /** It depends on what the caller sends, which nobody knows. */
    UNKNOWN
  }

  /**
   * What is known of a request.
   *
   * @param method its method, {@code POST} for gRPC
   * @param path its path, with what follows it, before normalization
   * @param host its Host, with the port where there is one
   * @param headers its headers, names in lower case
   * @param claims the claims of its token, where one is there and was checked
   */
  public record Http(
      Fact<String> method,
      Fact<String> path,
      Fact<String> host,
      Fact<Map<String, String>> headers,
      Fact<Map<String, Object>> claims) {

    private static final List<String> OF_HOST = List.of("host", ":authority");

    /** Nothing is known. */
    public static final Http UNKNOWN =
        new Http(Fact.unknown(), Fact.unknown(), Fact.unknown(), Fact.unknown(), Fact.unknown());

    /** Returns a header, in whatever case its name is written. */
    Fact<String> header(String name) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (OF_HOST.contains(lower)) {
        return host;
      }
      return switch (lower) {
        case ":method" -> method;
        case ":path" -> path;
        default -> headers.flatMap(all -> Fact.ofNullable(all.get(lower)));
      };
    }
  }

  /** Returns the same connection, taken for another thing. */
  Request as(Chain taken) {
    return new Request(taken, identity, source, destination, port, http, sni);
  }
}
