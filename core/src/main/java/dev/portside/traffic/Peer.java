package dev.portside.traffic;

import dev.portside.manifest.Manifests;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a claim, named rather than numbered: whom a process dials, or who dials it.
 *
 * <p>What port number a pod's own rules see for it is worked out from this, once, by the resolver.
 */
public sealed interface Peer {

  /**
   * Returns whom pods of a namespace dial at a host that a setting names: as a pod's resolver finds
   * it among what the set holds, and where the set tells nothing, as such names are mostly meant.
   */
  static Peer named(String host, int port, String namespace, Manifests set) {
    return new HostName(host, port).from(namespace, set);
  }

  /** Returns who is at a host whose name is a full one, for which nobody searches. */
  static Peer full(String host, int port) {
    return new HostName(host, port).full();
  }

  /** Returns which way the connection is opened. */
  Direction direction();

  /** Returns the port as it is dialled or listened on, 1 to 65535. */
  int port();

  /** Dials a Service by name. */
  record Service(String namespace, String name, int port) implements Peer {
    @Override
    public Direction direction() {
      return Direction.OUTBOUND;
    }

    @Override
    public String toString() {
      return name + "." + namespace + ":" + port;
    }
  }

  /**
   * Dials the pods of a group by their own addresses: whoever listens for {@link Callers} of it.
   *
   * @param name the group
   * @param port the port as dialled, which nobody translates
   * @param named whether a headless Service's name stands for them, so that a mesh knows them by it
   */
  record Group(String name, int port, boolean named) implements Peer {
    @Override
    public Direction direction() {
      return Direction.OUTBOUND;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Dials a host outside the cluster. */
  record Host(String name, int port) implements Peer {
    @Override
    public Direction direction() {
      return Direction.OUTBOUND;
    }

    @Override
    public String toString() {
      return name + ":" + port;
    }
  }

  /**
   * Dials a process of its own pod, or is dialled by one.
   *
   * @param name the other process
   * @param port the port, whichever of them listens
   * @param listens whether the claiming process listens, and the other one dials
   */
  record Loopback(String name, int port, boolean listens) implements Peer {

    /** The claiming process dials. */
    public Loopback(String name, int port) {
      this(name, port, false);
    }

    @Override
    public Direction direction() {
      return Direction.LOOPBACK;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Is dialled, by those who dial the group of that name.
   *
   * @param name the group
   * @param port the port as listened on
   * @param service the Service by whose name members of the group dial it, and its port as dialled;
   *     null when there is none or nobody knows
   */
  record Callers(String name, int port, @Nullable Service service) implements Peer {

    /** The node's kubelet: it dials without any claim that it does. */
    public static final String KUBELET = "kubelet";

    /** Prometheus and its like: whether there is any, no claim tells. */
    public static final String SCRAPERS = "scrapers";

    /** By whose name it is dialled is not known. */
    public Callers(String name, int port) {
      this(name, port, null);
    }

    @Override
    public Direction direction() {
      return Direction.INBOUND;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
