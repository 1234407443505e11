package dev.portside.check;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;

/**
 * A defect, by what is defect: findings that share one are one defect seen by several rules.
 *
 * @param target the resource
 * @param aspect which side of it: a direction's word, or another word of the rules' choice
 * @param port the port number, 0 where none is concerned
 */
public record Cause(Edit.Target target, String aspect, int port) {

  /** Returns the cause that lies in how a port of a workload's pods is captured. */
  public static Cause capture(Workload workload, Direction direction, int port) {
    return new Cause(workload.resource().target(), direction.word(), port);
  }

  /** Returns the causes that lie in how a port of several parties' pods is captured. */
  public static List<Cause> capture(List<Party> parties, Direction direction, int port) {
    return parties.stream()
        .flatMap(party -> party.workload().stream())
        .map(workload -> capture(workload, direction, port))
        .toList();
  }

  /** Returns the causes that lie in how the ends of a flow are captured. */
  public static List<Cause> capture(Flow flow) {
    List<Cause> causes = new ArrayList<>();
    causes.addAll(capture(flow.clients(), Direction.OUTBOUND, flow.client().wire().port()));
    causes.addAll(capture(flow.servers(), Direction.INBOUND, flow.server().wire().podPort()));
    return causes;
  }

  /** Returns the cause that lies in what a mesh knows of somebody whom a workload's pods dial. */
  public static Cause peer(Workload workload, Peer peer) {
    return new Cause(workload.resource().target(), "peer " + peer, peer.port());
  }

  /** Returns the cause that lies in a field of a resource, whether or not it is there. */
  public static Cause field(Resource resource, Pointer field) {
    return field(resource.target(), field);
  }

  /**
   * Returns the causes that lie in a field of the wrong shape: what stands in it has no field of
   * its own to be unknown in.
   */
  public static List<Cause> shape(Resource resource, Pointer field) {
    List<Cause> causes = new ArrayList<>(List.of(field(resource, field)));
    if (resource.tree().at(field) instanceof Mapping mapping) {
      mapping.keys().forEach(key -> causes.add(field(resource, field.child(key))));
    }
    return causes;
  }

  static Cause field(Edit.Target target, Pointer field) {
    return new Cause(target, "field " + field, 0);
  }
}
