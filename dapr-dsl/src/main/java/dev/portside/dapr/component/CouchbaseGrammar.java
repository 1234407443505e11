package dev.portside.dapr.component;

import dev.portside.dapr.component.ComponentSettings.Setting;
import dev.portside.traffic.Protection;
import org.jspecify.annotations.Nullable;

/**
 * Couchbase: several hosts, each on the port of its data and on that of its management. Source:
 * couchbase/gocbconnstr connstr.go, Resolve.
 */
final class CouchbaseGrammar implements EndpointGrammar {

  private static final int DATA = 11210;
  private static final int SECURE_DATA = 11207;
  private static final int MANAGEMENT = 8091;
  private static final int SECURE_MANAGEMENT = 18091;

  @Override
  public void read(Reading in) {
    Setting setting = in.given();
    if (setting == null) {
      return;
    }
    String value = setting.value();
    boolean bare = !value.contains("://");
    UrlParts url = UrlParts.of(bare ? "bare://" + value : value);
    if (url == null || !hosts(in, setting, url)) {
      in.clear();
      in.broken(
          setting,
          "%s is not a Couchbase connection string".formatted(setting.name()),
          "write couchbase://host or couchbases://host");
    }
  }

  private static boolean hosts(Reading in, Setting setting, UrlParts url) {
    switch (url.scheme()) {
      case "couchbase", "couchbases", "http", "bare" -> {}
      default -> {
        return false;
      }
    }
    String hosts = url.hosts().isEmpty() ? "127.0.0.1" : url.hosts();
    for (String entry : HostListGrammar.split(hosts, ",;")) {
      if (!host(in, setting, url.scheme(), HostPort.ofUrl(entry))) {
        return false;
      }
    }
    return true;
  }

  private static boolean host(
      Reading in, Setting setting, String scheme, @Nullable HostPort address) {
    if (address == null || !isLegal(scheme, address.port())) {
      return false;
    }
    boolean secure = scheme.equals("couchbases");
    Protection protection = secure ? Protection.by("tls") : Protection.plaintext();
    int data = secure ? SECURE_DATA : DATA;
    int own = scheme.equals("http") || scheme.equals("bare") ? MANAGEMENT : data;
    if (address.port() == 0 || address.port() == own) {
      in.add(address.host(), data, setting, protection);
      in.add(address.host(), secure ? SECURE_MANAGEMENT : MANAGEMENT, setting, protection);
    } else {
      in.add(address.host(), address.port(), setting, protection);
    }
    return true;
  }

  private static boolean isLegal(String scheme, int port) {
    return switch (scheme) {
      case "bare" -> port == 0 || port == MANAGEMENT;
      case "http" -> true;
      default -> port != MANAGEMENT;
    };
  }
}
