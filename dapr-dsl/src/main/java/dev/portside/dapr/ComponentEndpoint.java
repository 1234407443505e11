package dev.portside.dapr;

import dev.portside.manifest.Resource;
import dev.portside.platform.Table;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Protection;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A host and port that a Component makes the sidecar dial.
 *
 * @param host as the Component writes it
 * @param port the port that is dialled
 * @param field where the Component says so
 * @param protection how the component protects the connection
 */
record ComponentEndpoint(String host, int port, Pointer field, Protection protection) {

  static final String FACT = "dapr/components-contrib c23900d";

  private static final Pointer METADATA = Pointer.of("spec", "metadata");
  private static final Map<String, Fields> BY_TYPE = new HashMap<>();

  static {
    for (Table.Row row : Table.read(ComponentEndpoint.class, "component-endpoints.txt")) {
      BY_TYPE.put(row.get("type"), new Fields(row));
    }
  }

  /** Which metadata fields of a type name host, port and encryption, as the table has it. */
  private record Fields(
      List<String> hosts,
      String port,
      String separator,
      boolean trims,
      String defaultPort,
      String unset,
      String tls) {
    Fields(Table.Row row) {
      this(
          List.of(row.get("fields").split(",", -1)),
          row.get("portField"),
          row.get("separator"),
          row.get("trim").equals("yes"),
          row.get("default"),
          row.get("unset"),
          row.get("tls"));
    }
  }

  /**
   * Returns the endpoints of a Component; none when its type is not known or its fields name none.
   */
  static List<ComponentEndpoint> of(Resource component) {
    String type = component.tree().mapping("spec").text("type");
    Fields fields = type == null ? null : BY_TYPE.get(type.toLowerCase(Locale.ROOT));
    return fields == null ? List.of() : new Reader(component, fields).endpoints();
  }

  /** Whom it is: a Service where the host's name is one of the cluster's, else a host outside. */
  Peer peer(String namespace) {
    if (host.equals("localhost") || host.startsWith("127.") || host.equals("::1")) {
      return new Peer.Loopback(host, port);
    }
    String[] labels = host.split("\\.", -1);
    if (isAddress(labels)) {
      return new Peer.Host(host, port);
    }
    if (labels.length == 1) {
      return new Peer.Service(namespace, labels[0], port);
    }
    boolean inCluster = labels.length == 2 || labels[2].equals("svc");
    return inCluster ? new Peer.Service(labels[1], labels[0], port) : new Peer.Host(host, port);
  }

  private static boolean isAddress(String[] labels) {
    String last = labels[labels.length - 1];
    return last.isEmpty() || labels[0].contains(":") || Character.isDigit(last.charAt(0));
  }

  /** Reads the fields of one Component by what the table says of its type. */
  private static final class Reader {

    private static final Pattern BRACKETS = Pattern.compile("[\\[\\]]");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    private final Sequence metadata;
    private final Fields fields;

    Reader(Resource component, Fields fields) {
      this.metadata = component.tree().mapping("spec").sequence("metadata");
      this.fields = fields;
    }

    List<ComponentEndpoint> endpoints() {
      for (String field : fields.hosts()) {
        int index = index(field);
        String value = index < 0 ? "" : value(index);
        if (!value.isEmpty()) {
          return split(value, METADATA.child(index).child("value"));
        }
      }
      return fields.unset().isEmpty() ? List.of() : split(fields.unset(), METADATA);
    }

    private List<ComponentEndpoint> split(String value, Pointer field) {
      List<ComponentEndpoint> endpoints = new ArrayList<>();
      String separator = fields.separator();
      for (String entry : separator.isEmpty() ? new String[] {value} : value.split(separator, -1)) {
        ComponentEndpoint endpoint = endpoint(fields.trims() ? entry.trim() : entry, field);
        if (endpoint.port > 0) {
          endpoints.add(endpoint);
        }
      }
      return endpoints;
    }

    private ComponentEndpoint endpoint(String entry, Pointer field) {
      int colon = entry.lastIndexOf(':');
      boolean named = colon > 0 && colon > entry.lastIndexOf(']');
      String host = named ? entry.substring(0, colon) : entry;
      int port = named ? number(entry.substring(colon + 1)) : fallbackPort();
      return new ComponentEndpoint(
          BRACKETS.matcher(host).replaceAll(""), port, field, protection());
    }

    private Protection protection() {
      if (fields.tls().isEmpty()) {
        return Protection.unknown();
      }
      int index = index(fields.tls());
      boolean encrypts = index >= 0 && value(index).equalsIgnoreCase("true");
      return encrypts ? Protection.by("tls") : Protection.plaintext();
    }

    private int fallbackPort() {
      int index = fields.port().isEmpty() ? -1 : index(fields.port());
      String own = index < 0 ? "" : value(index);
      return number(own.isEmpty() ? fields.defaultPort() : own);
    }

    /** Dapr matches the names of metadata fields without regard to case. */
    private int index(String name) {
      for (int i = 0; i < metadata.size(); i++) {
        String own = metadata.mapping(i).text("name");
        if (own != null && own.equalsIgnoreCase(name)) {
          return i;
        }
      }
      return -1;
    }

    private String value(int index) {
      Mapping item = metadata.mapping(index);
      String value = item.text("value");
      return value == null ? "" : value;
    }

    private static int number(String text) {
      return PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
    }
  }
}
