package dev.portside.dapr.component;

import dev.portside.dapr.component.ComponentSettings.Setting;
import dev.portside.traffic.Protection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Azure's connection strings: pairs {@code Key=Value} between semicolons. Sources:
 * Azure/azure-sdk-for-go sdk/messaging/internal/conn, sdk/storage/azblob/internal/shared.
 */
final class AzureConnectionString {

  private static final int AMQPS = 5671;
  private static final int AMQP = 5672;

  private final Map<String, String> pairs = new HashMap<>();

  private AzureConnectionString(String text) {
    for (String pair : text.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String key = pair.substring(0, equals).trim().toLowerCase(Locale.ROOT);
        pairs.put(key, pair.substring(equals + 1).trim());
      }
    }
  }

  static AzureConnectionString of(String text) {
    return new AzureConnectionString(text);
  }

  private boolean is(String key) {
    return pairs.getOrDefault(key, "").equalsIgnoreCase("true");
  }

  /** Adds the endpoint that is written out; an emulator speaks AMQP in clear. */
  boolean endpoint(Reading in, Setting setting, List<Integer> ports) {
    UrlParts url = UrlParts.of(pairs.getOrDefault("endpoint", ""));
    HostPort address = url == null ? null : HostPort.ofUrl(url.hosts());
    if (url == null || address == null) {
      return false;
    }
    boolean emulator = is("usedevelopmentemulator");
    for (int port : ports) {
      boolean open = emulator && port == AMQPS || url.scheme().equals("http");
      int own = emulator && port == AMQPS ? AMQP : port == 443 && open ? 80 : port;
      boolean told = address.port() > 0 && port == ports.get(0);
      Protection protection = open ? Protection.plaintext() : Protection.by("tls");
      in.add(address.host(), told ? address.port() : written(own), setting, protection);
    }
    return true;
  }

  /** SignalR writes the port of its endpoint beside it. */
  private int written(int port) {
    int own = HostPort.number(pairs.getOrDefault("port", ""));
    return own > 0 ? own : port;
  }

  /** Adds the endpoint of a storage account. */
  boolean storage(Reading in, Setting setting) {
    if (is("usedevelopmentstorage")) {
      in.add("127.0.0.1", 10000, setting, Protection.plaintext());
      return true;
    }
    String scheme = pairs.getOrDefault("defaultendpointsprotocol", "https");
    String account = pairs.getOrDefault("accountname", "");
    String suffix = pairs.getOrDefault("endpointsuffix", "core.windows.net");
    String whole = scheme + "://" + account + ".blob." + suffix;
    UrlParts url = UrlParts.of(pairs.getOrDefault("blobendpoint", account.isEmpty() ? "" : whole));
    HostPort address = url == null ? null : HostPort.ofUrl(url.hosts());
    if (url == null || address == null) {
      return false;
    }
    boolean open = url.scheme().equals("http");
    int port = address.port() > 0 ? address.port() : open ? 80 : 443;
    in.add(address.host(), port, setting, open ? Protection.plaintext() : Protection.by("tls"));
    return true;
  }
}
