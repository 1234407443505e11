package dev.portside.istio.rules;

import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.istio.annotation.KnownAnnotations;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An annotation replaces exclusions of the whole mesh, and does not repeat them. */
final class MeshDefaultReplaced extends Rule {

  private static final String PREFIX = "traffic.sidecar.istio.io/";
  private static final List<String> NAMES =
      List.of("excludeInboundPorts", "excludeOutboundPorts", "excludeOutboundIPRanges");

  MeshDefaultReplaced() {
    super(
        "istio-mesh-default-replaced",
        Severity.WARNING,
        Rank.SETTING,
        "an annotation replaces the mesh-wide exclusions without repeating them");
  }

  @Override
  public void check(Scene scene, Found found) {
    IstioMesh mesh = scene.platform().get(IstioMesh.SECTION);
    Map<String, List<String>> lists = new LinkedHashMap<>();
    for (String name : NAMES) {
      lists.put(PREFIX + name, meshWide(mesh, PREFIX + name));
    }
    lists.values().removeIf(List::isEmpty);
    if (!lists.isEmpty()) {
      for (Meshed meshed : Meshed.likely(scene)) {
        lists.forEach((key, meshWide) -> dropped(meshed, key, meshWide, found));
      }
    }
  }

  /** Returns what the mesh excludes where a pod does not carry the annotation. */
  static List<String> meshWide(IstioMesh mesh, String key) {
    return switch (key.substring(key.indexOf('/') + 1)) {
      case "excludeInboundPorts" -> items(mesh.excludeInboundPorts());
      case "excludeOutboundPorts" -> items(mesh.excludeOutboundPorts());
      case "excludeOutboundIPRanges" -> items(mesh.excludeIpRanges());
      default -> List.of();
    };
  }

  private static List<String> items(String list) {
    return Arrays.stream(list.split(",")).map(String::trim).filter(s -> !s.isEmpty()).toList();
  }

  private void dropped(Meshed meshed, String key, List<String> meshWide, Found found) {
    Workload workload = meshed.workload();
    String own = workload.annotation(key);
    if (own == null) {
      return;
    }
    List<String> dropped = new ArrayList<>(meshWide);
    dropped.removeAll(items(own));
    dropped.removeIf(item -> KnownAnnotations.ports(own).containsAll(ports(item)));
    if (dropped.isEmpty()) {
      return;
    }
    Pointer field = workload.annotationField(key);
    Edit.Target target = workload.resource().target();
    String name = key.substring(PREFIX.length());
    found.add(
        meshed
            .finding(this, field)
            .severity(own.isBlank() ? Severity.INFO : Severity.WARNING)
            .message(
                "%s \"%s\" drops %s, which the mesh excludes everywhere"
                    .formatted(name, own, String.join(", ", dropped)))
            .why("an annotation replaces the mesh-wide list; it does not add to it")
            .help("add %s to the annotation".formatted(String.join(",", dropped)))
            .edits(
                own.isBlank()
                    ? List.of()
                    : List.of(
                        new Edit.AddToList(target, field, Edit.ListForm.COMMAS, dropped, true)))
            .addAssumed("the mesh-wide list is %s".formatted(String.join(",", meshWide)))
            .cause(key));
  }

  /** Ranges of addresses are no ports, and only a text that is the same says the same. */
  private static List<Integer> ports(String item) {
    List<Integer> ports = KnownAnnotations.ports(item);
    return ports.isEmpty() ? List.of(-1) : ports;
  }
}
