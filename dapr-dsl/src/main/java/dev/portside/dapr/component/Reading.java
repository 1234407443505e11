package dev.portside.dapr.component;

import dev.portside.dapr.component.ComponentBackend.Gap;
import dev.portside.dapr.component.ComponentEndpoint.Transport;
import dev.portside.dapr.component.ComponentSettings.Setting;
import dev.portside.traffic.KnownProtocol;
import dev.portside.traffic.Protection;
import dev.portside.traffic.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One way through the metadata of one Component: what a grammar reads, and what it finds. */
final class Reading {

  private static final String SET = "set the annotation " + ComponentBackend.ANNOTATION;
  private static final Protection TLS = Protection.by("tls");

  private final EndpointRule rule;
  private final Fields fields;
  private final List<ComponentEndpoint> found = new ArrayList<>();
  private @Nullable Gap gap;

  /**
   * A scheme of URLs.
   *
   * @param port its port; 0 where one must be given
   */
  record Scheme(int port, Protection protection) {}

  Reading(ComponentType type, ComponentSettings settings) {
    this.rule = EndpointRule.of(type);
    this.fields = new Fields(type, settings);
  }

  ComponentBackend backend() {
    switch (rule.grammar()) {
      case "none" -> {}
      case "request" -> missing(get(""), "the address comes with each request");
      default -> EndpointGrammar.named(rule.grammar()).read(this);
    }
    extras();
    return new ComponentBackend(found, Optional.ofNullable(gap));
  }

  /** Further URLs that a component calls, such as a schema registry. */
  private void extras() {
    for (String field : texts("extra")) {
      Setting setting = get(field);
      if (setting.isHidden()) {
        hidden(setting);
      } else if (setting.isSet()) {
        UrlGrammar.url(this, setting, setting.value(), schemes("http:80,https:443+"));
      }
    }
  }

  Setting get(String field) {
    return fields.get(field);
  }

  Setting first(List<String> names) {
    return fields.first(names);
  }

  String text(String key) {
    return rule.text(key, fields);
  }

  List<String> texts(String key) {
    return rule.texts(key, fields);
  }

  List<String> list(String key) {
    return rule.list(key, fields);
  }

  int number(String key) {
    return rule.number(key, fields);
  }

  boolean has(String key) {
    return rule.has(key);
  }

  /** Returns the schemes that a component takes. */
  Map<String, Scheme> schemes() {
    return schemes(text("schemes"));
  }

  private static Map<String, Scheme> schemes(String text) {
    Map<String, Scheme> schemes = new LinkedHashMap<>();
    for (String item : text.split(",", -1)) {
      int colon = item.lastIndexOf(':');
      boolean encrypts = item.endsWith("+");
      boolean may = item.endsWith("?");
      String port = item.substring(colon + 1, item.length() - (encrypts || may ? 1 : 0));
      Protection open = may ? Protection.unknown() : Protection.plaintext();
      schemes.put(
          item.substring(0, colon),
          new Scheme(port.isEmpty() ? 0 : Integer.parseInt(port), encrypts ? TLS : open));
    }
    return schemes;
  }

  /** Returns how the row says that the connection is protected. */
  Protection protection() {
    return switch (text("tls")) {
      case "yes" -> TLS;
      case "no" -> Protection.plaintext();
      default -> Protection.unknown();
    };
  }

  void add(String host, int port, Setting from, Protection protection) {
    add(host, port, from, protection, Transport.TCP);
  }

  void add(String host, int port, Setting from, Protection protection, Transport transport) {
    ComponentEndpoint endpoint =
        new ComponentEndpoint(host, port, from.field(), protection, transport, protocol(from));
    boolean known = found.stream().anyMatch(other -> other.toString().equals(endpoint.toString()));
    if (!known) {
      found.add(endpoint);
    }
  }

  /** Over a websocket, and over HTTP, the client always speaks first. */
  private Protocol protocol(Setting from) {
    String value = from.value();
    return value.startsWith("ws") || value.startsWith("http")
        ? Protocol.UNKNOWN
        : KnownProtocol.named(text("speaks")).map(KnownProtocol::first).orElse(Protocol.UNKNOWN);
  }

  /** Forgets what was found: one entry spoils all of it. */
  void clear() {
    found.clear();
  }

  /** Notes that a value is not in the manifest. */
  void hidden(Setting setting) {
    String where =
        setting.origin() == ComponentSettings.Origin.SECRET
            ? "a secret"
            : "an environment variable of the sidecar";
    gap(setting, "%s comes from %s".formatted(setting.name(), where), SET);
  }

  /** Notes that nothing is set that would tell. */
  void missing(Setting setting, String reason) {
    gap(setting, reason, SET);
  }

  /** Notes that a field is not set that would tell. */
  void missing(Setting setting) {
    missing(setting, "%s is not set".formatted(setting.name()));
  }

  /** Notes that no connection comes of a value as it is written. */
  void broken(Setting setting, String reason, String remedy) {
    gap(setting, reason, remedy);
  }

  private void gap(Setting setting, String reason, String remedy) {
    if (gap == null) {
      gap = new Gap(setting.field(), reason, remedy);
    }
  }

  /**
   * Returns the first of the row's fields that is set and told; null when none is, which is noted.
   */
  @Nullable Setting given() {
    Setting setting = told(list("fields"));
    if (setting == null || setting.isSet()) {
      return setting;
    }
    missing(setting);
    return null;
  }

  /**
   * Returns the first of several fields that is set and told; null when none is, which is noted.
   * What is dialled then is left to the grammar.
   */
  @Nullable Setting told(List<String> names) {
    Setting setting = first(names);
    if (setting.isHidden()) {
      hidden(setting);
      return null;
    }
    return setting;
  }
}
