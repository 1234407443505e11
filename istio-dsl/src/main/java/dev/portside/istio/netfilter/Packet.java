package dev.portside.istio.netfilter;

import org.jspecify.annotations.Nullable;

/**
 * The first packet of a connection, as the rules in a pod see it. Immutable.
 *
 * @param tcp whether it is TCP, else UDP
 * @param six whether it is of IP version 6
 * @param destination where it goes; null when nobody knows: not to the pod itself
 * @param port the port it goes to; 0 when it is unknown
 * @param source the address it comes from; null for one that no rule names
 * @param in the interface by which it enters the pod; empty when the pod sends it
 * @param out the interface by which it leaves the pod, {@code lo} when it stays
 * @param uid whose process sends it; {@link #ANYBODY} for none that rules name
 * @param gid whose group sends it, likewise
 * @param mark the mark of its socket; 0 for none
 */
public record Packet(
    boolean tcp,
    boolean six,
    @Nullable IpAddress destination,
    int port,
    @Nullable IpAddress source,
    String in,
    String out,
    int uid,
    int gid,
    int mark) {

  /** A user or group that no rule names. */
  public static final int ANYBODY = -1;

  /** The interface of what stays in the pod. */
  public static final String LOOPBACK = "lo";

  /** The name that Kubernetes gives a pod's own interface. */
  public static final String OUTWARD = "eth0";

  /** Returns the user or group of that number; {@link #ANYBODY} where the text is no number. */
  public static int owner(String id) {
    return id.matches("[0-9]{1,9}") ? Integer.parseInt(id) : ANYBODY;
  }

  /** Returns a packet that dials the pod from outside. */
  public static Packet inbound(int port) {
    return new Packet(true, false, null, port, null, OUTWARD, "", ANYBODY, ANYBODY, 0);
  }

  /** Returns a packet by which a process of the pod dials somebody outside of it. */
  public static Packet outbound(@Nullable IpAddress destination, int port, int uid, int gid) {
    boolean six = destination != null && destination.six();
    return new Packet(true, six, destination, port, null, "", OUTWARD, uid, gid, 0);
  }

  /** Returns this as it comes back in over the loopback interface, with a mark. */
  Packet looped(int marked) {
    return new Packet(tcp, six, destination, port, source, LOOPBACK, "", uid, gid, marked);
  }
}
