package dev.portside.dapr.component;

import dev.portside.dapr.component.ComponentSettings.Setting;
import java.util.List;

/**
 * RocketMQ: a URL that tells name servers, or the name servers themselves, whose hosts must be
 * addresses unless they are written as URLs.
 */
final class RocketMqGrammar implements EndpointGrammar {

  @Override
  public void read(Reading in) {
    List<String> urls = in.list("url");
    Setting url = in.first(urls);
    List<String> lists = in.list("fields");
    if (url.isHidden()) {
      in.hidden(url);
    } else if (!urls.isEmpty() && url.isSet()) {
      UrlGrammar.url(in, url, url.value(), in.schemes());
    } else if (urls.isEmpty() && lists.isEmpty()) {
      in.broken(in.get("accessProto"), "accessProto is not set", "set it to tcp or http");
    } else if (!lists.isEmpty()) {
      servers(in, lists);
    }
  }

  private static void servers(Reading in, List<String> fields) {
    Setting setting = in.told(fields);
    if (setting == null) {
      return;
    }
    HostPort unset = HostPort.of(in.text("unset"));
    if (!setting.isSet() && unset != null) {
      in.add(unset.host(), unset.port(), setting, in.protection());
    } else if (!setting.isSet()) {
      in.missing(setting);
    }
    String value = setting.value();
    for (String entry : HostListGrammar.split(value, value.indexOf(',') < 0 ? ";" : ",")) {
      server(in, setting, in.has("trim") ? entry.trim() : entry);
    }
  }

  private static void server(Reading in, Setting setting, String entry) {
    boolean prefixed = entry.startsWith("http://") || entry.startsWith("https://");
    HostPort address = HostPort.of(prefixed ? entry.substring(entry.indexOf("://") + 3) : entry);
    if (address == null || address.port() == 0) {
      in.broken(setting, "%s has no port".formatted(setting.name()), "write host:port");
    } else if (!prefixed && !address.isNumeric()) {
      String reason =
          "%s names a host, and the client accepts only addresses".formatted(setting.name());
      in.broken(setting, reason, "write http:// before the name");
    } else {
      in.add(address.host(), address.port(), setting, in.protection());
    }
  }
}
