package dev.portside.dapr.component;

import dev.portside.dapr.component.ComponentEndpoint.Transport;
import dev.portside.dapr.component.ComponentSettings.Setting;
import dev.portside.traffic.Protection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * MongoDB: a URL of hosts, a name whose SRV records tell them, or just the hosts. Sources:
 * dapr/components-contrib state/mongodb/mongodb.go, mongo-driver x/mongo/driver/connstring.
 */
final class MongoDbGrammar implements EndpointGrammar {

  private static final String SRV = "mongodb+srv";
  private static final String REMEDY = "write mongodb://host:port/… or mongodb+srv://name/…";

  @Override
  public void read(Reading in) {
    Setting text = in.get("connectionString");
    Setting server = in.get("server");
    Setting host = in.get("host");
    Setting setting = in.told(in.list("fields"));
    if (setting == null) {
      return;
    }
    if (!setting.isSet()) {
      in.missing(setting, "neither host nor server nor connectionString is set");
    } else if (!text.isSet() && server.isSet() && host.isSet()) {
      in.broken(server, "server and host are both set", "keep one of them");
    } else {
      url(in, setting, UrlParts.of(url(in, setting, server)));
    }
  }

  private static String url(Reading in, Setting setting, Setting server) {
    if (setting.name().equalsIgnoreCase("connectionString")) {
      return setting.value();
    }
    String scheme = setting.equals(server) ? SRV : "mongodb";
    String parameters = in.get("params").value();
    return scheme + "://" + setting.value() + "/" + parameters;
  }

  private static void url(Reading in, Setting setting, @Nullable UrlParts url) {
    String problem = "%s is not a MongoDB URL".formatted(setting.name());
    if (url == null) {
      in.broken(setting, problem, REMEDY);
    } else if (url.scheme().equals(SRV)) {
      service(in, setting, url.hosts(), problem);
    } else if (!url.scheme().equals("mongodb")) {
      in.broken(setting, problem, REMEDY);
    } else {
      hosts(in, setting, url);
    }
  }

  private static void service(Reading in, Setting setting, String name, String problem) {
    HostPort address = HostPort.of(name);
    if (address == null || address.port() > 0) {
      in.broken(setting, problem, "write the name alone, without a port");
      return;
    }
    String record = "_mongodb._tcp." + address.host();
    in.add(record, 0, setting, Protection.by("tls"), Transport.SRV);
    in.missing(setting, "hosts and ports come from DNS");
  }

  private static void hosts(Reading in, Setting setting, UrlParts url) {
    Protection protection = protection(url);
    for (String entry : HostListGrammar.split(url.hosts(), ",")) {
      String host = UrlParts.decoded(entry);
      if (host.toLowerCase(Locale.ROOT).endsWith(".sock")) {
        continue;
      }
      HostPort address = HostPort.of(host);
      if (address == null) {
        in.clear();
        String problem = "%s does not name a host and port".formatted(setting.name());
        in.broken(setting, problem, REMEDY);
        return;
      }
      int port = address.port() == 0 ? in.number("default") : address.port();
      in.add(address.host(), port, setting, protection);
    }
  }

  private static Protection protection(UrlParts url) {
    boolean encrypts = "true".equals(url.parameter("tls")) || "true".equals(url.parameter("ssl"));
    return encrypts ? Protection.by("tls") : Protection.plaintext();
  }
}
