package dev.portside.traffic;

import dev.portside.Internal;
import dev.portside.manifest.ServiceView;
import dev.portside.platform.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whom a value of a setting names: a URL's scheme, host and port, or a host and port alone.
 *
 * @param scheme the scheme in lower case; empty where there is none
 * @param host the host as it is written
 * @param port the port, 1 to 65535; 0 where there is none
 */
@Internal
public record Endpoint(String scheme, String host, int port) {

  /** How long names in DNS get. */
  private static final int LONGEST = 253;

  private static final String MARK = "://";
  private static final Set<Integer> TLS_PORTS = Set.of(443, 6443, 8443);
  private static final Map<String, Table.Row> SCHEMES = schemes();

  private static Map<String, Table.Row> schemes() {
    Map<String, Table.Row> schemes = new HashMap<>();
    Table.read(Endpoint.class, "url-schemes.txt")
        .forEach(row -> schemes.put(row.get("scheme"), row));
    return Map.copyOf(schemes);
  }

  /** Returns those that a value names: URLs anywhere in it, else hosts with ports in a list. */
  public static List<Endpoint> in(String value) {
    List<Endpoint> all = new ArrayList<>();
    for (int at = value.indexOf(MARK); at >= 0; at = value.indexOf(MARK, at + 1)) {
      int start = at;
      while (start > 0 && isOfScheme(value.charAt(start - 1))) {
        start--;
      }
      String scheme = value.substring(start, at).toLowerCase(Locale.ROOT);
      all.addAll(listed(scheme, authority(value, at + MARK.length())));
    }
    return all.isEmpty() && value.indexOf(':') > 0 ? listed("", value.strip()) : all;
  }

  private static boolean isOfScheme(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+';
  }

  /** Returns what stands between a URL's scheme and path, without whoever logs in. */
  private static String authority(String value, int start) {
    int end = start;
    int host = start;
    while (end < value.length() && "/?#'\"` \t\r\n\\;)]}<>".indexOf(value.charAt(end)) < 0) {
      if (value.charAt(end) == '@') {
        host = end + 1;
      }
      end++;
    }
    return value.substring(host, end);
  }

  /** Clients of brokers and clusters take several hosts, with commas. */
  private static List<Endpoint> listed(String scheme, String hosts) {
    List<Endpoint> all = new ArrayList<>();
    for (String each : hosts.split(",", -1)) {
      int colon = each.lastIndexOf(':');
      String host = colon < 0 ? each : each.substring(0, colon);
      int port = colon < 0 ? 0 : ServiceView.number(each.substring(colon + 1));
      boolean told = port > 0 || colon < 0 && !scheme.isEmpty();
      if (told && isHost(host)) {
        all.add(new Endpoint(scheme, host, port > 0 ? port : usual(scheme)));
      }
    }
    return all;
  }

  private static boolean isHost(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean of = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!of && (c != '-' && c != '.' || i == 0)) {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= LONGEST;
  }

  private static int usual(String scheme) {
    Table.Row row = SCHEMES.get(scheme);
    return row == null ? 0 : Integer.parseInt(row.get("port"));
  }

  /** Returns what is spoken there, where the scheme tells. */
  Protocol protocol() {
    Table.Row row = SCHEMES.get(scheme);
    return row == null ? Protocol.UNKNOWN : Protocol.valueOf(row.get("speaks"));
  }

  /**
   * Returns whether the processes encrypt it, where the scheme tells; without one they are taken to
   * speak in the clear, as nearly all do within a cluster, unless the port is one of TLS.
   */
  Protection protection() {
    Table.Row row = SCHEMES.get(scheme);
    String plain = scheme.isEmpty() && !TLS_PORTS.contains(port) ? "no" : "unknown";
    return switch (row == null ? plain : row.get("encrypted")) {
      case "yes" -> Protection.by("tls");
      case "no" -> Protection.plaintext();
      default -> Protection.unknown();
    };
  }
}
