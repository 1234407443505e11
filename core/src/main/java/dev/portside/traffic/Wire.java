package dev.portside.traffic;

/**
 * A claim's connection as it is on the wire.
 *
 * @param port the destination port as the rules in the claiming pod see it; 0 when it is unknown
 * @param podPort the port at the pod that answers; 0 when it is unknown
 * @param reach how the destination is addressed
 * @param portName the name of the Service's port; empty when there is none or it is unknown
 * @param appProtocol the declared protocol of the Service's port; empty likewise
 */
public record Wire(int port, int podPort, Reach reach, String portName, String appProtocol) {

  /** How a destination is addressed. */
  public enum Reach {
    /** By a Service's own address. */
    CLUSTER_IP,
    /** By the pods' addresses behind a headless Service's name. */
    HEADLESS,
    /** By a pod's address that no name stands for. */
    POD_IP,
    /** By a host outside the cluster. */
    EXTERNAL,
    /** Within the pod. */
    LOOPBACK,
    /** By a Service of which nothing is known but its name. */
    UNSEEN_SERVICE
  }

  /** Returns the same towards another port of the pod. */
  public Wire at(int number) {
    return new Wire(number, number, reach, portName, appProtocol);
  }
}
