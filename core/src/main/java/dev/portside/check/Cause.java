package dev.portside.check;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.yaml.Pointer;

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

  /** Returns the cause that lies in a field of a resource, whether or not it is there. */
  public static Cause field(Resource resource, Pointer field) {
    return new Cause(resource.target(), "field " + field, 0);
  }
}
