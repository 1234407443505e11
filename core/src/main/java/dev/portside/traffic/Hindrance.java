package dev.portside.traffic;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.yaml.Pointer;
import java.util.List;

/**
 * A setting of a mesh that makes a connection fail which its ends would let work.
 *
 * @param resource where the setting is
 * @param field the setting
 * @param reason what it does, in a sentence without a period
 * @param help what to do
 * @param edits what to write; empty where it cannot be told
 */
public record Hindrance(
    Resource resource, Pointer field, String reason, String help, List<Edit> edits) {

  /** Copies the edits. */
  public Hindrance {
    edits = List.copyOf(edits);
  }
}
