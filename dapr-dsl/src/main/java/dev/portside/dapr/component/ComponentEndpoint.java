package dev.portside.dapr.component;

import dev.portside.manifest.Resource;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Protection;
import dev.portside.yaml.Pointer;
import java.util.List;
import java.util.Set;

/**
 * A host and port that a Component makes the sidecar dial.
 *
 * @param host as the Component writes it, without brackets
 * @param port the port that is dialled; 0 for {@link Transport#SRV}
 * @param field where the Component says so
 * @param protection how the component protects the connection
 * @param transport how it is dialled
 * @param greets whether the server speaks first, and the component waits for it
 */
public record ComponentEndpoint(
    String host,
    int port,
    Pointer field,
    Protection protection,
    Transport transport,
    boolean greets) {

  /** What endpoints are taken from. */
  public static final String FACT = "dapr/components-contrib c23900d";

  /** How a sidecar gets to an endpoint. */
  public enum Transport {
    /** A connection to the host and port. */
    TCP,
    /** Datagrams to the host and port. */
    UDP,
    /** The host is a name whose SRV records tell hosts and ports. */
    SRV
  }

  /**
   * Ends of public names that are no name of a namespace: {@code example.com} is a host, {@code
   * redis.cache} a Service.
   */
  private static final Set<String> PUBLIC =
      Set.of("com", "net", "org", "edu", "gov", "info", "biz", "io", "eu", "uk", "de", "cn", "us");

  /**
   * Returns what a Component makes the sidecar connect to; nothing when its type is not known or
   * its metadata does not tell. See {@link ComponentBackend} for why.
   */
  public static List<ComponentEndpoint> of(Resource component) {
    return ComponentBackend.of(component).endpoints().stream()
        .filter(endpoint -> endpoint.transport == Transport.TCP)
        .toList();
  }

  /** Whom it is: a Service where the host's name is one of the cluster's, else a host outside. */
  public Peer peer(String namespace) {
    if (host.equals("localhost") || host.startsWith("127.") || host.equals("::1")) {
      return new Peer.Loopback(host, port);
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String[] labels = name.split("\\.", -1);
    if (isAddress(labels)) {
      return new Peer.Host(host, port);
    }
    if (labels.length == 1) {
      return new Peer.Service(namespace, labels[0], port);
    }
    if (labels.length > 3 && labels[3].equals("svc")) {
      // A pod of a headless Service: its own name comes before the Service's.
      return new Peer.Service(labels[2], labels[1], port);
    }
    boolean inCluster = labels.length == 2 ? !PUBLIC.contains(labels[1]) : labels[2].equals("svc");
    return inCluster ? new Peer.Service(labels[1], labels[0], port) : new Peer.Host(host, port);
  }

  private static boolean isAddress(String[] labels) {
    String last = labels[labels.length - 1];
    return last.isEmpty()
        || labels[0].indexOf(':') >= 0
        || labels[0].isEmpty()
        || Character.isDigit(last.charAt(0));
  }

  /** Returns host and port as people write them, with what is no connection marked. */
  @Override
  public String toString() {
    String address = (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    return switch (transport) {
      case TCP -> address;
      case UDP -> address + "/udp";
      case SRV -> "srv:" + host;
    };
  }
}
