package dev.portside.manifest;

import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A Service of the set, read as far as connections need it. Immutable. */
public final class ServiceView {

  /**
   * One port of a Service.
   *
   * @param index its place in {@code spec.ports}
   * @param name its name; empty when it has none
   * @param port the Service's port, 0 when the manifest gives no number
   * @param targetPort the pod's port: a number or the name of a container port
   * @param appProtocol the declared protocol; empty when it has none
   */
  public record Port(int index, String name, int port, String targetPort, String appProtocol) {

    /** Returns the field of this port in the Service. */
    public Pointer field() {
      return Pointer.of("spec", "ports", Integer.toString(index));
    }
  }

  private final Resource resource;
  private final List<Port> ports;

  private ServiceView(Resource resource) {
    this.resource = resource;
    this.ports = ports(resource.tree().mapping("spec").sequence("ports"));
  }

  static Optional<ServiceView> of(Resource resource) {
    return resource.is("", "Service") ? Optional.of(new ServiceView(resource)) : Optional.empty();
  }

  private static List<Port> ports(Sequence items) {
    List<Port> ports = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Mapping item = items.mapping(i);
      if (isTcp(item)) {
        String port = Objects.requireNonNullElse(item.text("port"), "0");
        ports.add(
            new Port(
                i,
                Objects.requireNonNullElse(item.text("name"), ""),
                number(port),
                targetPort(item, port),
                Objects.requireNonNullElse(item.text("appProtocol"), "")));
      }
    }
    return List.copyOf(ports);
  }

  /** Zero and the empty name count as none, as the API server has it. */
  private static String targetPort(Mapping item, String port) {
    String target = item.text("targetPort");
    return target == null || target.isEmpty() || target.equals("0") ? port : target;
  }

  /** Returns whether a port of a Service or container is TCP, which it is unless it says else. */
  static boolean isTcp(Mapping port) {
    String protocol = port.text("protocol");
    return protocol == null || protocol.isEmpty() || protocol.equals("TCP");
  }

  /** Returns a TCP port's number, or 0 for a text that is not one. */
  public static int number(String text) {
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9' || i > 4) {
        return 0;
      }
      number = number * 10 + digit - '0';
    }
    return number <= 65535 ? number : 0;
  }

  /** Returns the resource it is. */
  public Resource resource() {
    return resource;
  }

  /** Returns its TCP ports in order. */
  public List<Port> ports() {
    return ports;
  }

  /** Returns the port of that number. */
  public Optional<Port> port(int number) {
    for (Port port : ports) {
      if (port.port() == number) {
        return Optional.of(port);
      }
    }
    return Optional.empty();
  }

  /** Returns whether its name stands for the pods' own addresses. */
  public boolean isHeadless() {
    return "None".equals(resource.tree().mapping("spec").text("clusterIP"));
  }

  /** Returns the labels its pods must carry; empty when it selects none. */
  public Mapping selector() {
    Mapping spec = resource.tree().mapping("spec");
    // Kubernetes makes no endpoints for an external name, whatever it selects.
    return "ExternalName".equals(spec.text("type")) ? Mapping.empty() : spec.mapping("selector");
  }

  /** Returns the number of a target that is given as one, or 0 for the name of a container port. */
  public static int targetNumber(Port port) {
    return number(port.targetPort());
  }

  /**
   * Returns the port number of a target on the pods of a workload, or 0 when it cannot be known.
   */
  public static int podPort(Port port, Workload workload) {
    int number = number(port.targetPort());
    if (number > 0) {
      return number;
    }
    return workload
        .tcpPorts()
        .filter(declared -> port.targetPort().equals(declared.text("name")))
        .findFirst()
        .map(declared -> number(Objects.requireNonNullElse(declared.text("containerPort"), "0")))
        .orElse(0);
  }

  @Override
  public String toString() {
    return resource.toString();
  }
}
