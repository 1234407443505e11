package dev.portside.dapr.component;

import dev.portside.dapr.component.ComponentSettings.Setting;
import dev.portside.dapr.component.Reading.Scheme;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One URL or several, of schemes that the row lists. */
final class UrlGrammar implements EndpointGrammar {

  @Override
  public void read(Reading in) {
    Setting setting = in.told(in.list("fields"));
    if (setting == null) {
      return;
    }
    Map<String, Scheme> schemes = in.schemes();
    if (!setting.isSet()) {
      unset(in, setting, schemes);
    } else if (in.has("together")) {
      together(in, setting, schemes);
    } else if (in.has("separator")) {
      list(in, setting, schemes);
    } else if (isAddress(in, setting)) {
      String value = whole(in, setting, setting.value());
      if (value == null || contradicts(in, value)) {
        in.broken(setting, reason(setting), remedy(schemes));
      } else {
        url(in, setting, value, schemes);
      }
    }
  }

  private static void unset(Reading in, Setting setting, Map<String, Scheme> schemes) {
    String unset = in.text("noUnset").isEmpty() ? in.text("unset") : "";
    String url = unset.isEmpty() ? null : whole(in, in.get(in.text("bare")), unset);
    if (url == null) {
      in.missing(setting);
    } else {
      url(in, setting, url, schemes);
    }
  }

  /** Some fields hold data, unless what they hold begins as a URL does. */
  private static boolean isAddress(Reading in, Setting setting) {
    return !in.has("dataUnlessScheme")
        || setting.value().startsWith("http://")
        || setting.value().startsWith("https://");
  }

  /** Returns a value with the scheme that it leaves to another field or to a default. */
  private static @Nullable String whole(Reading in, Setting setting, String value) {
    if (value.contains("://")) {
      return value;
    }
    boolean mayBeBare =
        in.text("bare").isEmpty() || setting.name().equalsIgnoreCase(in.text("bare"));
    String scheme = scheme(in);
    return scheme.isEmpty() || !mayBeBare ? null : scheme + "://" + value;
  }

  private static String scheme(Reading in) {
    String field = in.text("schemeField");
    String own = field.isEmpty() ? "" : in.get(field).value();
    return own.isEmpty() ? in.text("assumed") : own;
  }

  /** RabbitMQ's component refuses a URL of another scheme than the protocol that is set. */
  private static boolean contradicts(Reading in, String value) {
    Setting protocol = in.get(in.text("schemeField"));
    return !in.text("bare").isEmpty()
        && protocol.isSet()
        && !protocol.isHidden()
        && !value.startsWith(protocol.value() + "://");
  }

  /** Adds the endpoint of one URL. */
  static void url(Reading in, Setting setting, String value, Map<String, Scheme> schemes) {
    UrlParts url = UrlParts.of(value);
    Scheme scheme = url == null ? null : schemes.get(url.scheme());
    if (url != null && (url.scheme().equals("file") || url.scheme().startsWith("unix"))) {
      return;
    }
    HostPort address = url == null ? null : HostPort.ofUrl(url.hosts());
    if (scheme == null || address == null) {
      in.broken(setting, reason(setting), remedy(schemes));
    } else if (address.port() == 0 && scheme.port() == 0) {
      in.broken(setting, "%s has no port".formatted(setting.name()), "write the port into the URL");
    } else {
      int port = address.port() == 0 ? scheme.port() : address.port();
      in.add(address.host(), port, setting, scheme.protection());
    }
  }

  private static String reason(Setting setting) {
    return "%s is not a URL that the component accepts".formatted(setting.name());
  }

  private static String remedy(Map<String, Scheme> schemes) {
    return "write a URL of the scheme " + String.join(" or ", schemes.keySet());
  }

  private static void list(Reading in, Setting setting, Map<String, Scheme> schemes) {
    List<String> urls = new ArrayList<>();
    Set<Boolean> sockets = new HashSet<>();
    for (String entry : HostListGrammar.split(setting.value(), in.text("separator"))) {
      String url = whole(in, setting, in.has("trim") ? entry.trim() : entry);
      if (url != null) {
        urls.add(url);
        sockets.add(url.startsWith("ws"));
      }
    }
    if (sockets.size() > 1) {
      String reason = "%s mixes WebSocket and other URLs".formatted(setting.name());
      in.broken(setting, reason, "write URLs of one kind");
      return;
    }
    urls.forEach(url -> url(in, setting, url, schemes));
  }

  /** One scheme, and several hosts behind it. */
  private static void together(Reading in, Setting setting, Map<String, Scheme> schemes) {
    String value = setting.value();
    int colon = value.indexOf("://");
    boolean known = colon > 0 && schemes.containsKey(value.substring(0, colon));
    UrlParts url = UrlParts.of(known ? value : in.text("assumed") + "://" + value);
    if (url == null) {
      in.broken(setting, reason(setting), remedy(schemes));
      return;
    }
    for (String host : HostListGrammar.split(url.hosts(), in.text("separator"))) {
      url(in, setting, url.scheme() + "://" + host, schemes);
    }
  }
}
