package dev.portside.dapr.component;

import dev.portside.dapr.component.ComponentEndpoint.Transport;
import dev.portside.dapr.component.ComponentSettings.Setting;
import dev.portside.traffic.Protection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SQL Server's connection strings: pairs {@code key=value}, {@code odbc:} pairs, or a URL. Source:
 * microsoft/go-mssqldb msdsn/conn_str.go.
 */
final class SqlServerGrammar implements EndpointGrammar {

  /** SQL Server Browser, which tells the port of a named instance. */
  private static final int BROWSER = 1434;

  private static final Map<String, String> SYNONYMS =
      Map.of(
          "data source", "server",
          "addr", "server",
          "address", "server",
          "network address", "server",
          "failover partner", "failoverpartner",
          "failover port", "failoverport");

  @Override
  public void read(Reading in) {
    Setting setting = in.given();
    if (setting == null) {
      return;
    }
    String text = setting.value();
    boolean url = text.toLowerCase(Locale.ROOT).startsWith("sqlserver://");
    Map<String, String> pairs = url ? ofUrl(text) : ofPairs(text);
    if (pairs == null || !server(in, setting, pairs)) {
      in.broken(
          setting,
          "%s does not name a server and port".formatted(setting.name()),
          "write Server=host,port;…, or a sqlserver:// URL");
    }
  }

  private static @Nullable Map<String, String> ofUrl(String text) {
    UrlParts url = UrlParts.of(text);
    HostPort address = url == null || url.hosts().isEmpty() ? null : HostPort.ofUrl(url.hosts());
    if (url == null || address == null && !url.hosts().isEmpty()) {
      return null;
    }
    Map<String, String> pairs = new HashMap<>();
    for (String name : new String[] {"failoverpartner", "failoverport", "encrypt"}) {
      String value = url.parameter(name);
      if (value != null) {
        pairs.put(name, value);
      }
    }
    pairs.put("server", address == null ? "" : address.host());
    if (address != null && address.port() > 0) {
      pairs.put("port", Integer.toString(address.port()));
    }
    if (url.path().length() > 1) {
      pairs.put("instance", url.path().substring(1));
    }
    return pairs;
  }

  private static Map<String, String> ofPairs(String text) {
    boolean odbc = text.toLowerCase(Locale.ROOT).startsWith("odbc:");
    Map<String, String> pairs = new HashMap<>();
    String rest = odbc ? text.substring("odbc:".length()) : text;
    while (!rest.isEmpty()) {
      int equals = rest.indexOf('=');
      int semicolon = rest.indexOf(';');
      if (equals < 0 || semicolon >= 0 && semicolon < equals) {
        rest = semicolon < 0 ? "" : rest.substring(semicolon + 1);
        continue;
      }
      int end = end(rest, equals + 1);
      String key = rest.substring(0, equals).trim().toLowerCase(Locale.ROOT);
      String value = unquoted(rest.substring(equals + 1, end).trim());
      pairs.put(SYNONYMS.getOrDefault(key, key), value);
      rest = rest.substring(Math.min(rest.length(), end + 1));
    }
    return pairs;
  }

  /** A value in quotes or braces may hold semicolons. */
  private static int end(String text, int begin) {
    int at = begin;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    char open = at < text.length() ? text.charAt(at) : ' ';
    char close = open == '{' ? '}' : open;
    boolean quoted = open == '{' || open == '"' || open == '\'';
    int from = quoted ? text.indexOf(close, at + 1) : at;
    int end = text.indexOf(';', Math.max(from, at));
    return end < 0 ? text.length() : end;
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() > 1
            && (value.charAt(0) == '{' && value.endsWith("}")
                || (value.charAt(0) == '"' || value.charAt(0) == '\'')
                    && value.charAt(value.length() - 1) == value.charAt(0));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static boolean server(Reading in, Setting setting, Map<String, String> pairs) {
    Protection protection = protection(pairs.getOrDefault("encrypt", ""));
    String server = pairs.getOrDefault("server", "");
    server = server.startsWith("tcp:") ? server.substring("tcp:".length()) : server;
    String port = pairs.getOrDefault("port", "");
    int comma = server.lastIndexOf(',');
    if (comma >= 0) {
      port = server.substring(comma + 1).trim();
      server = server.substring(0, comma);
    }
    int backslash = server.indexOf('\\');
    String instance = pairs.getOrDefault("instance", "");
    if (backslash >= 0) {
      instance = server.substring(backslash + 1);
      server = server.substring(0, backslash);
    }
    String host = local(server.trim());
    int number = port.isEmpty() ? in.number("default") : HostPort.number(port);
    if (number < 0 || !isHost(host)) {
      return false;
    }
    if (!instance.isEmpty() && port.isEmpty()) {
      in.add(host, BROWSER, setting, Protection.plaintext(), Transport.UDP);
      in.missing(setting, "the port of a named instance is known only at run time");
    } else {
      in.add(host, number, setting, protection);
    }
    partner(in, setting, pairs, protection);
    return true;
  }

  private static void partner(
      Reading in, Setting setting, Map<String, String> pairs, Protection protection) {
    String partner = pairs.getOrDefault("failoverpartner", "");
    int backslash = partner.indexOf('\\');
    String host = backslash < 0 ? partner : partner.substring(0, backslash);
    String port = pairs.getOrDefault("failoverport", "");
    int number = port.isEmpty() ? in.number("default") : HostPort.number(port);
    if (!host.isEmpty() && number > 0 && isHost(host)) {
      in.add(host, number, setting, protection);
    }
  }

  private static boolean isHost(String host) {
    return host.indexOf(':') < 0 ? HostPort.isHost(host) : HostPort.of("[" + host + "]") != null;
  }

  private static String local(String host) {
    boolean local =
        host.isEmpty() || host.equals(".") || host.toLowerCase(Locale.ROOT).equals("(local)");
    return local ? "localhost" : host;
  }

  private static Protection protection(String encrypt) {
    return switch (encrypt.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1", "t", "strict", "mandatory" -> Protection.by("tls");
      case "disable" -> Protection.plaintext();
      default -> Protection.unknown();
    };
  }
}
