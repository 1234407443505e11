package dev.portside.platform;

/**
 * How the cluster turns a Service's address into a pod's, and so which port a pod's own rules see.
 */
public enum Dataplane {
  /** In the node's network, after the packet has left the pod: the pod sees the Service's port. */
  KUBE_PROXY,
  /**
   * At the socket, before any packet: the pod sees the target port (Cilium's socket load
   * balancing).
   */
  SOCKET_LEVEL
}
