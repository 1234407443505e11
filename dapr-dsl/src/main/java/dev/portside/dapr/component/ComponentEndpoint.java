package dev.portside.dapr.component;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Protection;
import dev.portside.traffic.Protocol;
import dev.portside.yaml.Pointer;
import java.util.List;

/**
 * A host and port that a Component makes the sidecar dial.
 *
 * @param host as the Component writes it, without brackets
 * @param port the port that is dialled; 0 for {@link Transport#SRV}
 * @param field where the Component says so
 * @param protection how the component protects the connection
 * @param transport how it is dialled
 * @param protocol who speaks first, where it is known that they do not speak HTTP
 */
public record ComponentEndpoint(
    String host,
    int port,
    Pointer field,
    Protection protection,
    Transport transport,
    Protocol protocol) {

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
   * Returns what a Component makes the sidecar connect to; nothing when its type is not known or
   * its metadata does not tell. See {@link ComponentBackend} for why.
   */
  public static List<ComponentEndpoint> of(Resource component) {
    return ComponentBackend.of(component).endpoints().stream()
        .filter(endpoint -> endpoint.transport == Transport.TCP)
        .toList();
  }

  /** Returns whom pods of a namespace dial there, as {@link Peer#named} tells. */
  public Peer peer(String namespace, Manifests set) {
    return Peer.named(host, port, namespace, set);
  }

  /** Returns host and port as people write them, with what is not a connection marked. */
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
