package dev.portside.dapr;

import dev.portside.manifest.Manifests;
import dev.portside.traffic.Peer;
import java.util.regex.Pattern;

/** Addresses, {@code host:port}, as Dapr's settings name them. */
final class Hosts {

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  private Hosts() {}

  /** Returns whom pods of a namespace dial at an address, whose port may be left out. */
  static Peer peer(String address, int fallback, String namespace, Manifests set) {
    return Peer.named(host(address), port(address, fallback), namespace, set);
  }

  private static String host(String address) {
    int colon = colon(address);
    return colon < 0 ? address : address.substring(0, colon);
  }

  private static int port(String address, int fallback) {
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
