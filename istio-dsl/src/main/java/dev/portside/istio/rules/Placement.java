package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.istio.KnownAnnotations;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Where an annotation stands, and how it gets to the pods that it is meant for. */
final class Placement {

  private static final String EXCLUDE = "traffic.sidecar.istio.io/exclude";

  private Placement() {}

  /** Returns what brings a value to the pods of a workload, under the key that is meant. */
  static List<Edit> edits(Resource from, Pointer field, String value, Workload to, String key) {
    Edit.Target source = from.target();
    Pointer place = to.annotationField(key);
    Edit removal = new Edit.RemoveField(source, field, true);
    if (to.annotations().has(key) && !key.startsWith(EXCLUDE)) {
      // What the pods carry is what counts today.
      return List.of(removal);
    }
    List<String> items = items(value);
    if (key.startsWith(EXCLUDE) && !items.isEmpty()) {
      // Exclusions add up, whoever else writes to the list.
      return List.of(
          new Edit.AddToList(to.resource().target(), place, Edit.ListForm.COMMAS, items, true),
          removal);
    }
    return from.equals(to.resource())
        ? List.of(new Edit.MoveField(source, field, place, true))
        : List.of(
            new Edit.SetField(
                to.resource().target(), place, Objects.requireNonNull(from.tree().at(field)), true),
            removal);
  }

  private static List<String> items(String list) {
    List<String> items = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      if (!item.isBlank()) {
        items.add(item.trim());
      }
    }
    return items;
  }

  /** Returns the exclusions that pods lack because they stand elsewhere, as other rules see it. */
  static List<Cause> missed(Workload workload, String key, String value) {
    Direction direction =
        key.endsWith("/excludeInboundPorts")
            ? Direction.INBOUND
            : key.endsWith("/excludeOutboundPorts") ? Direction.OUTBOUND : Direction.LOOPBACK;
    if (direction == Direction.LOOPBACK) {
      return List.of();
    }
    return KnownAnnotations.ports(value).stream()
        .map(port -> Cause.capture(workload, direction, port))
        .toList();
  }
}
