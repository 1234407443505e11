package dev.portside.istio;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.netfilter.PortList;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Need;
import dev.portside.traffic.Phase;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.Tri;
import dev.portside.yaml.Scalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The annotations that a {@link CaptureForm} asks for on one workload. */
final class CaptureLists {

  private static final int HTTPS = 443;
  private static final String ALL = "*";
  private static final String HOLD = "holdApplicationUntilProxyStarts: true\n";

  /**
   * The claims' own ports ascending, then those of backends: the order people write the list in.
   */
  private static final Comparator<End> ORDER =
      Comparator.<End, Boolean>comparing(end -> end.use().need() == Need.BYPASS_UNLESS_MESHED)
          .thenComparingInt(end -> end.wire().port());

  private final CaptureForm form;
  private final Traffic traffic;
  private final IstioMesh mesh;
  private final Workload workload;
  private final List<Edit> edits = new ArrayList<>();

  private CaptureLists(CaptureForm form, Traffic traffic, Workload workload) {
    this.form = form;
    this.traffic = traffic;
    this.mesh = traffic.manifests().platform().get(IstioMesh.SECTION);
    this.workload = workload;
  }

  /** Returns what writes them; they are right whatever the rest of the world does. */
  static List<Edit> edits(CaptureForm form, Traffic traffic, Workload workload) {
    CaptureLists lists = new CaptureLists(form, traffic, workload);
    lists.write();
    return lists.edits;
  }

  private void write() {
    List<End> claimed = new ArrayList<>();
    for (End end : traffic.ends(workload)) {
      if (form.claimants().contains(end.use().claimant())) {
        claimed.add(end);
      }
    }
    claimed.sort(ORDER);
    Set<Integer> out = new LinkedHashSet<>(form.outbound());
    Set<Integer> in = new LinkedHashSet<>(form.inbound());
    derive(claimed, out, in);
    if (form.symmetric()) {
      out.addAll(in);
      in.addAll(out);
    }
    if (form.keepsHttps()) {
      out.remove(HTTPS);
    }
    if (form.outboundOnly()) {
      in.clear();
    }
    add(IstioKeys.EXCLUDE_OUTBOUND_PORTS, mesh.excludeOutboundPorts(), texts(out));
    inbound(texts(in));
    add(IstioKeys.INCLUDE_OUTBOUND_PORTS, mesh.includeOutboundPorts(), texts(captured(out)));
    form.rangesCaptured().ifPresent(ranges -> replace(IstioKeys.INCLUDE_OUTBOUND_RANGES, ranges));
    add(IstioKeys.EXCLUDE_OUTBOUND_RANGES, mesh.excludeIpRanges(), form.ranges());
    if (startsCaptured(claimed, out)) {
      hold();
    }
  }

  private void derive(List<End> claimed, Set<Integer> out, Set<Integer> in) {
    List<String> roles = mesh.excludedRoles();
    for (End end : claimed) {
      if (!roles.isEmpty()) {
        if (roles.contains(end.use().role())) {
          out.add(end.wire().port());
          in.add(end.wire().port());
        }
      } else if (traffic.asksBypass(end)) {
        switch (end.use().direction()) {
          case OUTBOUND -> out.add(end.wire().port());
          case INBOUND -> in.add(end.wire().podPort());
          case LOOPBACK -> {}
        }
      }
    }
  }

  /** A port in both outbound lists is left alone: it need not stand in the one that captures. */
  private List<Integer> captured(Set<Integer> excluded) {
    return form.outboundCaptured().stream().filter(port -> !excluded.contains(port)).toList();
  }

  private static List<String> texts(Collection<Integer> ports) {
    return ports.stream().filter(port -> port > 0).map(String::valueOf).toList();
  }

  /**
   * Istio reads the inbound exclusions only where all ports are captured: beside a list, ports are
   * taken off the list instead.
   */
  private void inbound(List<String> excluded) {
    String key = IstioKeys.INCLUDE_INBOUND_PORTS;
    String own = workload.annotation(key);
    PortList list = PortList.of(own == null ? mesh.includeInboundPorts() : own);
    if (form.inboundCaptured().isPresent()) {
      List<String> captured = new ArrayList<>(texts(form.inboundCaptured().get()));
      captured.removeAll(excluded);
      replace(key, captured);
    } else if (list.isAll()) {
      add(IstioKeys.EXCLUDE_INBOUND_PORTS, mesh.excludeInboundPorts(), excluded);
    } else {
      List<String> listed =
          excluded.stream().flatMap(port -> list.texts(Integer.parseInt(port)).stream()).toList();
      if (!listed.isEmpty() && own == null) {
        List<String> rest =
            new ArrayList<>(list.items().stream().map(PortList.Item::text).toList());
        rest.removeAll(listed);
        replace(key, rest);
      } else if (!listed.isEmpty()) {
        edits.add(
            new Edit.RemoveFromList(
                workload.resource().target(), workload.annotationField(key), listed, true, true));
      }
    }
  }

  /** An annotation replaces the mesh's own list: where there is none yet, that list goes first. */
  private void add(String key, String meshWide, Collection<String> values) {
    if (values.isEmpty()) {
      return;
    }
    List<String> all = new ArrayList<>();
    if (!workload.annotations().has(key)) {
      for (String value : meshWide.split(",", -1)) {
        if (!value.isBlank()) {
          all.add(value.trim());
        }
      }
    }
    all.addAll(values);
    edits.add(
        new Edit.AddToList(
            workload.resource().target(),
            workload.annotationField(key),
            Edit.ListForm.COMMAS,
            all,
            true));
  }

  /** What is captured is one list; a {@code *} that stands there gives way to it. */
  private void replace(String key, List<String> values) {
    String own = workload.annotation(key);
    if (own != null && !own.equals(ALL)) {
      add(key, "", values);
    } else {
      edits.add(
          new Edit.SetField(
              workload.resource().target(),
              workload.annotationField(key),
              Scalar.of(String.join(",", values)),
              true));
    }
  }

  /** Whether something that a container needs to start stays with a proxy that may not be ready. */
  private boolean startsCaptured(List<End> claimed, Set<Integer> excluded) {
    return traffic.capture(workload).carriesAtStart(workload) == Tri.NO
        && claimed.stream()
            .filter(end -> end.use().phase() == Phase.START)
            .filter(end -> end.use().direction() == Direction.OUTBOUND)
            .anyMatch(end -> end.captured() == Tri.YES && !excluded.contains(end.wire().port()));
  }

  private void hold() {
    if (!workload.annotations().has(IstioKeys.PROXY_CONFIG)) {
      edits.add(
          new Edit.SetField(
              workload.resource().target(),
              workload.annotationField(IstioKeys.PROXY_CONFIG),
              Scalar.of(HOLD),
              true));
    }
  }
}
