package dev.portside.dapr.component;

import dev.portside.dapr.component.ComponentSettings.Setting;
import dev.portside.traffic.Protection;
import java.util.Locale;

/**
 * The data source names of Go's MySQL driver: {@code user:password@net(address)/database?options}.
 * Source: go-sql-driver/mysql dsn.go, ParseDSN and normalize.
 */
final class MySqlGrammar implements EndpointGrammar {

  private static final String REMEDY = "write user:password@tcp(host:port)/database";

  @Override
  public void read(Reading in) {
    Setting setting = in.told(in.list("fields"));
    if (setting == null) {
      return;
    }
    String text = setting.isSet() ? setting.value() : "/";
    int slash = text.lastIndexOf('/');
    String address = slash < 0 ? null : address(text.substring(0, slash), in);
    HostPort known = address == null ? null : HostPort.of(address);
    if (known != null && known.port() > 0) {
      in.add(known.host(), known.port(), setting, protection(in, text.substring(slash + 1)));
    } else if (address == null || !address.isEmpty()) {
      in.broken(setting, "%s does not name a host and port".formatted(setting.name()), REMEDY);
    }
  }

  /** Returns the address, empty for a socket of the node, or null when there is none. */
  private static String address(String head, Reading in) {
    String target = head.substring(head.lastIndexOf('@') + 1);
    int bracket = target.indexOf('(');
    if (bracket >= 0 && !target.endsWith(")")) {
      return " ";
    }
    String net = bracket < 0 ? target : target.substring(0, bracket);
    String address = bracket < 0 ? "" : target.substring(bracket + 1, target.length() - 1);
    return switch (net.toLowerCase(Locale.ROOT)) {
      case "unix" -> "";
      case "", "tcp" -> address.isEmpty() ? in.text("unset") : ported(address, in);
      case "tcp4", "tcp6" -> address.isEmpty() ? " " : address;
      default -> " ";
    };
  }

  private static String ported(String address, Reading in) {
    boolean brackets = address.startsWith("[");
    int colon = address.indexOf(':');
    boolean several = colon >= 0 && colon != address.lastIndexOf(':') && !brackets;
    if (several) {
      return "[" + address + "]:" + in.text("default");
    }
    boolean bare = brackets ? address.endsWith("]") : colon < 0;
    return bare ? address + ":" + in.text("default") : address;
  }

  private static Protection protection(Reading in, String tail) {
    int question = tail.indexOf('?');
    String mode = "";
    for (String option :
        question < 0 ? new String[0] : tail.substring(question + 1).split("&", -1)) {
      mode = option.startsWith("tls=") ? option.substring("tls=".length()) : mode;
    }
    if (in.get("pemPath").isSet() || !mode.isEmpty() && !"false preferred".contains(mode)) {
      return Protection.by("tls");
    }
    return mode.equals("preferred") ? Protection.unknown() : Protection.plaintext();
  }
}
