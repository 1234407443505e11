package dev.portside.dapr.component;

import dev.portside.dapr.component.ComponentSettings.Setting;
import dev.portside.traffic.Protection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Oracle: a URL, or a descriptor of addresses in parentheses. Sources: sijms/go-ora v2
 * configurations/connect_config.go; dapr/components-contrib state/oracledatabase.
 */
final class OracleGrammar implements EndpointGrammar {

  private static final int LISTENER = 1521;

  @Override
  public void read(Reading in) {
    Setting setting = in.given();
    if (setting == null) {
      return;
    }
    String text = setting.value();
    boolean found = isDescriptor(text) ? descriptor(in, setting, text) : url(in, setting, text);
    if (!found) {
      in.broken(
          setting,
          "%s does not name a host and port".formatted(setting.name()),
          "write oracle://user:password@host:port/service");
    }
  }

  private static boolean isDescriptor(String text) {
    return text.toUpperCase(Locale.ROOT).contains("(ADDRESS");
  }

  private static boolean url(Reading in, Setting setting, String text) {
    UrlParts url = UrlParts.of(text);
    if (url == null || !url.scheme().equals("oracle")) {
      return false;
    }
    String inside = url.parameter("connStr");
    if (inside != null && isDescriptor(inside)) {
      return descriptor(in, setting, inside);
    }
    HostPort address = HostPort.ofUrl(url.hosts());
    if (address == null || address.port() == 0) {
      return false;
    }
    in.add(address.host(), address.port(), setting, in.protection());
    HostPort other = other(url.parameter("server"));
    if (other != null) {
      in.add(other.host(), other.port() == 0 ? LISTENER : other.port(), setting, in.protection());
    }
    return true;
  }

  private static @Nullable HostPort other(@Nullable String server) {
    return server == null ? null : HostPort.of(server.trim());
  }

  private static boolean descriptor(Reading in, Setting setting, String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    boolean found = false;
    int at = address(upper, 0);
    while (at >= 0) {
      int next = address(upper, at + 1);
      String part = text.substring(at, next < 0 ? text.length() : next);
      String port = value(part, "PORT");
      String host = value(part, "HOST");
      int number = port.isEmpty() ? LISTENER : HostPort.number(port);
      if (HostPort.isHost(host) && number > 0) {
        boolean encrypts = value(part, "PROTOCOL").equalsIgnoreCase("tcps");
        in.add(host, number, setting, encrypts ? Protection.by("tls") : in.protection());
        found = true;
      }
      at = next;
    }
    return found;
  }

  /** Returns where the next address begins; a list of addresses is none itself. */
  private static int address(String upper, int from) {
    int at = upper.indexOf("(ADDRESS", from);
    while (at >= 0 && upper.startsWith("(ADDRESS_LIST", at)) {
      at = upper.indexOf("(ADDRESS", at + 1);
    }
    return at;
  }

  /** Returns what stands behind a key in parentheses of its own. */
  private static String value(String part, String key) {
    String upper = part.toUpperCase(Locale.ROOT);
    for (int at = upper.indexOf(key); at > 0; at = upper.indexOf(key, at + 1)) {
      int equals = part.indexOf('=', at);
      int close = part.indexOf(')', at);
      boolean own = upper.substring(0, at).stripTrailing().endsWith("(");
      if (own
          && equals > 0
          && close > equals
          && part.substring(at + key.length(), equals).isBlank()) {
        return part.substring(equals + 1, close).trim();
      }
    }
    return "";
  }
}
