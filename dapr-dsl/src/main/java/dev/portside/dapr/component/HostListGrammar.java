package dev.portside.dapr.component;

import dev.portside.dapr.component.ComponentSettings.Setting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One {@code host:port}, or several with something between them. */
final class HostListGrammar implements EndpointGrammar {

  /** What an entry is: an address, a socket of the node, or nothing that can be dialled. */
  private enum Shape {
    ADDRESS,
    SOCKET,
    BROKEN
  }

  @Override
  public void read(Reading in) {
    Setting setting = in.told(in.list("fields"));
    if (setting == null) {
      return;
    }
    if (!setting.isSet()) {
      unset(in, setting);
      return;
    }
    if (in.has("noCluster") && in.get("redisType").value().equalsIgnoreCase("cluster")) {
      in.broken(in.get("redisType"), "redisType is one that locks do not support", "write node");
      return;
    }
    int fallback = fallback(in);
    List<String> entries = entries(in, setting.value());
    boolean whole = in.has("all");
    for (String entry : entries) {
      String written = in.has("trim") || isRedis(in) ? entry.trim() : entry;
      Shape shape = entry(in, setting, written, fallback);
      if (shape == Shape.BROKEN && whole) {
        in.clear();
        return;
      }
    }
  }

  private static void unset(Reading in, Setting setting) {
    HostPort address = HostPort.of(in.text("unset"));
    if (address == null) {
      in.missing(setting);
    } else {
      in.add(address.host(), address.port(), setting, in.protection());
    }
  }

  private static boolean isRedis(Reading in) {
    return in.text("port").equals("redisPort");
  }

  /** Redis takes a list for one address unless it is told that there are several nodes. */
  private static List<String> entries(Reading in, String value) {
    String separators = in.text("separator");
    if (isRedis(in)) {
      String type = in.get("redisType").value();
      boolean several =
          in.get("failover").isTrue()
              || type.equalsIgnoreCase("cluster")
              || type.equalsIgnoreCase("sentinel");
      separators = several ? "," : "";
    }
    return separators.isEmpty() ? List.of(value) : split(value, separators);
  }

  /** Returns what stands between any of the characters, empty entries left out. */
  static List<String> split(String text, String separators) {
    List<String> entries = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || separators.indexOf(text.charAt(i)) >= 0) {
        if (i > begin) {
          entries.add(text.substring(begin, i));
        }
        begin = i + 1;
      }
    }
    return entries;
  }

  /** Returns the port of entries that have none; -1 where the field that tells it is not a port. */
  private static int fallback(Reading in) {
    String field = in.text("port");
    Setting port = field.isEmpty() ? null : in.get(field);
    if (port == null || !port.isSet()) {
      return in.number("default");
    }
    return port.isHidden() ? 0 : HostPort.number(port.value().trim());
  }

  private static Shape entry(Reading in, Setting setting, String entry, int fallback) {
    String text = stripped(in, entry);
    if (text.startsWith("unix:") || text.startsWith("unixs:") || text.indexOf('/') >= 0) {
      return Shape.SOCKET;
    }
    HostPort address = text.startsWith(":") ? HostPort.of("localhost" + text) : HostPort.of(text);
    String problem = problem(in, address, fallback);
    if (address == null || problem != null) {
      in.broken(setting, "%s %s".formatted(setting.name(), problem), remedy(in));
      return Shape.BROKEN;
    }
    int port = address.port() == 0 ? fallback : address.port();
    int last = address.port() == 0 ? port + Math.max(1, in.number("span")) : port + 1;
    for (int at = port; at < last; at++) {
      in.add(address.host(), at, setting, in.protection());
    }
    return Shape.ADDRESS;
  }

  private static @Nullable String problem(Reading in, @Nullable HostPort address, int fallback) {
    if (address == null || in.text("ipv6").equals("no") && address.host().indexOf(':') >= 0) {
      return "is not host:port";
    }
    boolean both = address.port() > 0 && fallback > 0;
    if (isRedis(in) && in.get("redisPort").isSet() && both && address.port() != fallback) {
      return "and redisPort name different ports";
    }
    if (in.has("portOnly") && address.port() > 0) {
      return "holds a port, and another is appended to it";
    }
    if (fallback < 0) {
      return "goes with an invalid port";
    }
    return address.port() == 0 && fallback == 0 ? "has no port" : null;
  }

  private static String remedy(Reading in) {
    int usual = Math.max(in.number("usual"), in.number("default"));
    return usual == 0 ? "write host:port" : "write host:port; the usual port is " + usual;
  }

  private static String stripped(Reading in, String entry) {
    for (String prefix : in.list("prefix")) {
      if (entry.startsWith(prefix)) {
        String rest = entry.substring(prefix.length());
        return rest.indexOf('/') < 0 ? rest : rest.substring(0, rest.indexOf('/'));
      }
    }
    int slashes = in.has("target") ? entry.indexOf(":///") : -1;
    return slashes > 0 ? entry.substring(slashes + 4) : entry;
  }
}
