package dev.portside.dapr;

import dev.portside.traffic.Peer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Hosts as Dapr's settings name them. */
final class Hosts {

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  private Hosts() {}

  /** Returns whether nothing but the pod itself answers at an address. */
  static boolean isLoopback(String host) {
    String bare = bare(host).toLowerCase(Locale.ROOT);
    return bare.equals("localhost") || bare.equals("::1") || bare.startsWith("127.");
  }

  /** Returns whether an address stands for all that the pod has. */
  static boolean isAny(String host) {
    String bare = bare(host);
    return bare.isEmpty() || bare.equals("0.0.0.0") || bare.equals("::");
  }

  private static String bare(String host) {
    boolean brackets = host.startsWith("[") && host.endsWith("]");
    return brackets ? host.substring(1, host.length() - 1) : host;
  }

  /**
   * Whom a host and port are: a Service where the name is one of the cluster's, else a host
   * outside.
   */
  static Peer peer(String host, int port, String namespace) {
    if (isLoopback(host)) {
      return new Peer.Loopback("app", port);
    }
    String[] labels = bare(host).split("\\.", -1);
    String last = labels[labels.length - 1];
    boolean address = host.indexOf(':') >= 0 || last.isEmpty() || Character.isDigit(last.charAt(0));
    if (address || labels.length > 2 && !labels[2].equals("svc")) {
      return new Peer.Host(bare(host), port);
    }
    return labels.length == 1
        ? new Peer.Service(namespace, labels[0], port)
        : new Peer.Service(labels[1], labels[0], port);
  }

  /** Returns the host of {@code host:port}; the whole where it names no port. */
  static String host(String address) {
    int colon = colon(address);
    return colon < 0 ? address : address.substring(0, colon);
  }

  /** Returns the port of {@code host:port}, or another where it names none. */
  static int port(String address, int fallback) {
    int colon = colon(address);
    String port = colon < 0 ? "" : address.substring(colon + 1);
    if (!PORT.matcher(port).matches()) {
      return fallback;
    }
    int number = Integer.parseInt(port);
    return number >= 1 && number <= 65_535 ? number : fallback;
  }

  private static int colon(String address) {
    int colon = address.lastIndexOf(':');
    return colon > address.lastIndexOf(']') ? colon : -1;
  }
}
