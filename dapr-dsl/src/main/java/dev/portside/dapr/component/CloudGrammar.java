package dev.portside.dapr.component;

import dev.portside.dapr.component.ComponentEndpoint.Transport;
import dev.portside.dapr.component.ComponentSettings.Setting;
import dev.portside.dapr.component.Reading.Scheme;
import dev.portside.traffic.Protection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cloud's service: at the host that the cloud gives it, unless a URL or a connection string says
 * another.
 */
final class CloudGrammar implements EndpointGrammar {

  private static final Protection TLS = Protection.by("tls");

  @Override
  public void read(Reading in) {
    Setting url = in.first(in.list("url"));
    Setting connection = in.first(in.list("connection"));
    String unless = in.text("urlUnless");
    boolean ignored = !unless.isEmpty() && in.get(unless).isSet();
    if (in.has("exclusive") && url.isSet() && connection.isSet()) {
      String reason = "%s and %s are both set".formatted(url.name(), connection.name());
      in.broken(url, reason, "keep one of them");
    } else if (url.isSet() && !ignored && in.has("url")) {
      url(in, url);
    } else if (connection.isSet() && in.has("connection")) {
      connection(in, connection, ports(in));
    } else {
      hosts(in, in.list("hosts"));
    }
    further(in);
  }

  private static List<Integer> ports(Reading in) {
    List<Integer> ports = new ArrayList<>();
    in.list("ports").forEach(port -> ports.add(Integer.valueOf(port)));
    return ports.isEmpty() ? List.of(443) : ports;
  }

  private static void url(Reading in, Setting setting) {
    if (setting.isHidden()) {
      in.hidden(setting);
      return;
    }
    Map<String, Scheme> schemes = in.schemes();
    String value = setting.value();
    String assumed = in.text("assumed");
    String whole = value.contains("://") || assumed.isEmpty() ? value : assumed + "://" + value;
    UrlParts parts = UrlParts.of(whole);
    HostPort address = parts == null ? null : HostPort.ofUrl(parts.hosts());
    String label = label(in, address);
    if (parts == null || address == null || label == null) {
      UrlGrammar.url(in, setting, whole, schemes);
    } else {
      String port = address.port() == 0 ? "" : ":" + address.port();
      String host = label.isEmpty() ? parts.hosts() : label + "." + address.host() + port;
      UrlGrammar.url(in, setting, parts.scheme() + "://" + host, schemes);
    }
  }

  /** Returns what the client puts before the host: the bucket, unless the host is a number. */
  private static @Nullable String label(Reading in, @Nullable HostPort address) {
    String field = in.text("label");
    String unless = in.text("labelUnless");
    boolean none =
        field.isEmpty()
            || !unless.isEmpty() && in.get(unless).isTrue()
            || address != null && address.isNumeric();
    return none ? "" : in.get(field).value();
  }

  private static void connection(Reading in, Setting setting, List<Integer> ports) {
    if (setting.isHidden()) {
      in.hidden(setting);
      return;
    }
    AzureConnectionString text = AzureConnectionString.of(setting.value());
    boolean storage = in.has("storage");
    if (!(storage ? text.storage(in, setting) : text.endpoint(in, setting, ports))) {
      in.broken(
          setting,
          "%s does not name an endpoint".formatted(setting.name()),
          "copy the connection string from the Azure portal");
    }
  }

  private static void hosts(Reading in, List<String> templates) {
    for (String template : templates) {
      String host = filled(in, template);
      if (host != null) {
        Transport transport = in.has("udp") ? Transport.UDP : Transport.TCP;
        Setting from = source(in, template);
        ports(in).forEach(port -> in.add(host, port, from, TLS, transport));
      }
    }
    if (templates.isEmpty()) {
      List<String> fields = new ArrayList<>(in.list("url"));
      fields.addAll(in.list("connection"));
      in.missing(in.first(fields), "%s is not set".formatted(String.join(" or ", fields)));
    } else if (in.has("partly")) {
      in.missing(in.get("workerName"), "the worker's host is known only at run time");
    }
  }

  /** Returns the field that a template takes its first part from. */
  private static Setting source(Reading in, String template) {
    int open = template.indexOf('{');
    return in.get(open < 0 ? "" : template.substring(open + 1, template.indexOf('}', open)));
  }

  /** Returns a template with its fields filled in, or null where one of them is not known. */
  private static @Nullable String filled(Reading in, String template) {
    String host = template;
    for (int open = host.indexOf('{'); open >= 0; open = host.indexOf('{')) {
      int close = host.indexOf('}', open);
      String field = host.substring(open + 1, close);
      Setting setting = in.get(field);
      if (setting.isHidden()) {
        in.hidden(setting);
        return null;
      }
      String value = shaped(in, field, setting.value());
      if (value.isEmpty() || !HostPort.isHost(value) || value.indexOf('{') >= 0) {
        in.missing(setting, "%s is not set to a name".formatted(setting.name()));
        return null;
      }
      host = host.substring(0, open) + value + host.substring(close + 1);
    }
    boolean china = host.endsWith(".amazonaws.com") && in.get("region").value().startsWith("cn-");
    return china ? host + ".cn" : sovereign(in, host);
  }

  /** A vault's full host selects its cloud. */
  private static String sovereign(Reading in, String host) {
    String strip = in.text("strip");
    if (strip.isEmpty()) {
      return host;
    }
    String field = strip.substring(0, strip.indexOf(':'));
    String value = in.get(field).value();
    for (String suffix : strip.substring(strip.indexOf(':') + 1).split(",", -1)) {
      if (value.endsWith(suffix)) {
        return shaped(in, field, value) + suffix;
      }
    }
    return host;
  }

  /** Drops a domain that was pasted, or adds one to a short name, where the row says so. */
  private static String shaped(Reading in, String field, String value) {
    String strip = in.text("strip");
    if (strip.startsWith(field + ":")) {
      for (String suffix : strip.substring(field.length() + 1).split(",", -1)) {
        if (value.endsWith(suffix)) {
          String bare = value.substring(0, value.length() - suffix.length());
          return bare.startsWith("https://") ? bare.substring("https://".length()) : bare;
        }
      }
    }
    String suffix = in.text("suffix");
    boolean completes =
        suffix.startsWith(field + ":") && !value.isEmpty() && value.indexOf('.') < 0;
    return completes ? value + suffix.substring(field.length() + 1) : value;
  }

  /** Hosts that some settings add. */
  private static void further(Reading in) {
    for (String template : in.texts("also")) {
      String host = filled(in, template);
      if (host != null) {
        in.add(host, 443, source(in, template), TLS);
      }
    }
    String account = in.text("accountHost");
    if (!account.isEmpty() && !in.first(in.list("url")).isSet()) {
      int colon = account.indexOf(':');
      String id = in.get(account.substring(0, colon)).value();
      boolean known = id.length() == 12 && id.chars().allMatch(c -> c >= '0' && c <= '9');
      if (!known) {
        hosts(in, List.of(account.substring(colon + 1)));
      }
    }
    Setting storage = in.get(in.text("alsoStorage"));
    if (in.has("alsoStorage") && storage.isSet() && !storage.isHidden()) {
      AzureConnectionString.of(storage.value()).storage(in, storage);
    }
  }
}
