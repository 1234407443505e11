package dev.portside.dapr.component;

import dev.portside.dapr.component.ComponentSettings.Setting;
import dev.portside.traffic.Protection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's connection strings: a URL, or words {@code key=value}. Sources: jackc/pgx v5
 * pgconn/config.go; dapr/components-contrib common/authentication/postgresql/metadata.go.
 */
final class PostgresGrammar implements EndpointGrammar {

  private static final String REMEDY = "write host=… and port=…, or a postgres:// URL";

  /** What a string names: hosts and ports as pgx pairs them, and whether TLS is asked for. */
  private record Servers(String hosts, String ports, String mode) {}

  @Override
  public void read(Reading in) {
    Setting text = in.first(List.of("connectionString", "url"));
    Setting host = in.get("host");
    Setting port = in.get("port");
    for (Setting own : List.of(host, port)) {
      if (own.isHidden()) {
        in.hidden(own);
        return;
      }
    }
    boolean enough = host.isSet() && port.isSet();
    if (text.isHidden() && !enough) {
      in.hidden(text);
      return;
    }
    Setting from = host.isSet() ? host : text;
    boolean url = isUrl(text.value());
    Servers servers = url ? ofUrl(in, text.value()) : ofWords(in, text.value());
    if (servers == null) {
      in.broken(from, "%s is not a PostgreSQL URL".formatted(from.name()), REMEDY);
    } else if (servers.hosts.isEmpty()) {
      // Without a host pgx takes a socket of the node.
      in.missing(from, "no field names a host");
    } else {
      add(in, from, servers);
    }
  }

  private static boolean isUrl(String text) {
    return text.startsWith("postgres://") || text.startsWith("postgresql://");
  }

  /** The component puts host and port of its own fields into the URL as they are. */
  private static @Nullable Servers ofUrl(Reading in, String text) {
    UrlParts url = UrlParts.of(text);
    if (url == null) {
      return null;
    }
    String authority = url.hosts();
    Setting address = in.get("hostaddr");
    authority = in.get("host").isSet() ? in.get("host").value() : authority;
    authority = address.isSet() && !address.isHidden() ? address.value() : authority;
    authority = in.get("port").isSet() ? authority + ":" + in.get("port").value() : authority;
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String entry : HostListGrammar.split(authority, ",")) {
      if (!pair(entry, hosts, ports)) {
        return null;
      }
    }
    String own = url.parameter("host");
    String ownPort = url.parameter("port");
    String mode = url.parameter("sslmode");
    return new Servers(
        own == null ? String.join(",", hosts) : own,
        ownPort == null ? String.join(",", ports) : ownPort,
        mode == null ? "" : mode);
  }

  /** The ports that are written are counted on their own, as pgx does. */
  private static boolean pair(String entry, List<String> hosts, List<String> ports) {
    String decoded = UrlParts.decoded(entry);
    if (decoded.startsWith("/")) {
      hosts.add(decoded);
      return true;
    }
    HostPort address = HostPort.ofUrl(decoded);
    if (address == null) {
      return false;
    }
    hosts.add(address.host());
    if (address.port() > 0) {
      ports.add(Integer.toString(address.port()));
    }
    return true;
  }

  /** The component cuts the string at single blanks before the driver sees it. */
  private static Servers ofWords(Reading in, String text) {
    Map<String, String> words = new HashMap<>();
    for (String word : text.split(" ", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        words.put(word.substring(0, equals), unquoted(word.substring(equals + 1)));
      }
    }
    Setting host = in.get("host");
    Setting port = in.get("port");
    return new Servers(
        host.isSet() ? host.value() : words.getOrDefault("host", ""),
        port.isSet() ? port.value() : words.getOrDefault("port", ""),
        words.getOrDefault("sslmode", ""));
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("'") && value.endsWith("'");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static void add(Reading in, Setting from, Servers servers) {
    String[] hosts = servers.hosts.split(",", -1);
    String[] ports = servers.ports.isEmpty() ? new String[] {} : servers.ports.split(",", -1);
    for (int i = 0; i < hosts.length; i++) {
      String host = hosts[i];
      String port = ports.length == 0 ? in.text("default") : ports[i < ports.length ? i : 0];
      int number = HostPort.number(port);
      boolean socket = host.startsWith("/") || host.startsWith("@");
      if (number < 0 || !socket && !isHost(host)) {
        in.clear();
        in.broken(from, "%s does not name a host and port".formatted(from.name()), REMEDY);
        return;
      }
      if (!socket) {
        in.add(host, number, from, protection(servers.mode));
      }
    }
  }

  private static boolean isHost(String host) {
    HostPort address = HostPort.of(host.indexOf(':') < 0 ? host : "[" + host + "]");
    return address != null && address.port() == 0;
  }

  private static Protection protection(String mode) {
    return switch (mode) {
      case "disable" -> Protection.plaintext();
      case "require", "verify-ca", "verify-full" -> Protection.by("tls");
      default -> Protection.unknown();
    };
  }
}
