package dev.portside.istio.rules;

import dev.portside.check.Cause;
import dev.portside.check.Scene;
import dev.portside.istio.annotation.AnnotationValues;
import dev.portside.istio.annotation.KnownAnnotations;
import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where an annotation stands, and how it gets to the pods that it is meant for. */
final class Placement {

  private static final String EXCLUDE = "traffic.sidecar.istio.io/exclude";

  private Placement() {}

  /**
   * Returns what brings a value to the pods of a workload, under the key that is meant; nothing for
   * a value that would do harm there.
   */
  static List<Edit> edits(
      Scene scene, Resource from, Pointer field, String value, Workload to, String key) {
    Edit.Target source = from.target();
    Edit.Target target = to.resource().target();
    Pointer place = to.annotationField(key);
    Edit removal = new Edit.RemoveField(source, field, true);
    if (!to.resource().takes(place) || !to.resource().takes(to.labelField(key))) {
      return List.of();
    }
    if (key.equals(IstioKeys.inject())) {
      return label(to, value).map(edit -> List.of(edit, removal)).orElse(List.of());
    }
    if (to.annotations().has(key) && !key.startsWith(EXCLUDE)) {
      // What the pods carry is what counts today.
      return List.of(removal);
    }
    String repaired = AnnotationValues.repaired(key, value);
    String meant = repaired == null ? value : repaired;
    IstioMesh mesh = scene.platform().get(IstioMesh.SECTION);
    if (!AnnotationValues.isTaken(to, mesh, key, meant)) {
      return List.of();
    }
    List<String> items = items(meant);
    if (key.startsWith(EXCLUDE) && !items.isEmpty()) {
      // Exclusions add up, whoever else writes to the list.
      List<String> all = new ArrayList<>(items);
      if (!to.annotations().has(key)) {
        all.addAll(0, MeshDefaultReplaced.meshWide(mesh, key));
      }
      return List.of(new Edit.AddToList(target, place, Edit.ListForm.COMMAS, all, true), removal);
    }
    boolean same =
        from.equals(to.resource())
            && repaired == null
            && from.tree().at(field) instanceof Scalar scalar
            && scalar.isString();
    return same
        ? List.of(new Edit.MoveField(source, field, place, true))
        : List.of(new Edit.SetField(target, place, Scalar.of(meant), true), removal);
  }

  /** A pod asks for a sidecar by its label; one that steers its capture wants to have one. */
  private static Optional<Edit> label(Workload to, String value) {
    boolean asks = value.equals("true");
    boolean refuses =
        value.equals("false") && IstioKeys.capture().stream().noneMatch(to.annotations()::has);
    return (asks || refuses) && !to.labels().has(IstioKeys.inject())
        ? Optional.of(
            new Edit.SetField(
                to.resource().target(), to.labelField(IstioKeys.inject()), Scalar.of(value), true))
        : Optional.empty();
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
