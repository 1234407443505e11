package dev.portside.istio.capture;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.netfilter.PortList;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Source;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Exemption;
import dev.portside.traffic.Setting;
import dev.portside.yaml.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The port lists in force for one workload, and what to write to change them. Immutable. */
final class CaptureEdits {

  /** A list of ports that is in force, and what put it there. */
  record Listed(Setting setting, PortList list) {
    String key() {
      return setting.key();
    }

    boolean contains(int port) {
      return list.contains(port);
    }
  }

  private final Workload workload;
  private final Source meshWide;
  private final Listed includeInbound;
  private final Listed excludeInbound;
  private final Listed includeOutbound;
  private final Listed excludeOutbound;

  /** Reads the lists of a workload; {@code meshWide} is where those that it lacks are. */
  CaptureEdits(
      Workload workload, IstioMesh mesh, Source meshWide, Function<String, PortList> lists) {
    this.workload = workload;
    this.meshWide = meshWide;
    includeInbound = ports(IstioKeys.INCLUDE_INBOUND_PORTS, mesh.includeInboundPorts(), lists);
    excludeInbound = ports(IstioKeys.EXCLUDE_INBOUND_PORTS, mesh.excludeInboundPorts(), lists);
    includeOutbound = ports(IstioKeys.INCLUDE_OUTBOUND_PORTS, mesh.includeOutboundPorts(), lists);
    excludeOutbound = ports(IstioKeys.EXCLUDE_OUTBOUND_PORTS, mesh.excludeOutboundPorts(), lists);
  }

  private Listed ports(String key, String otherwise, Function<String, PortList> lists) {
    String own = workload.annotation(key);
    return new Listed(setting(key), lists.apply(own == null ? otherwise : own));
  }

  /** Returns a setting with the place where it is written, here or for the mesh. */
  Setting setting(String key) {
    return new Setting(
        key, workload.annotations().has(key) ? workload.annotationSource(key) : meshWide);
  }

  Listed includedInbound() {
    return includeInbound;
  }

  Listed excludedInbound() {
    return excludeInbound;
  }

  Listed includedOutbound() {
    return includeOutbound;
  }

  Listed excludedOutbound() {
    return excludeOutbound;
  }

  /** Returns what takes a port out of capture; safe is whether the other end need not change. */
  List<Edit> exclude(Direction direction, int port, boolean safe) {
    if (direction == Direction.INBOUND && !includeInbound.list().isAll()) {
      return List.of(removal(field(includeInbound), includeInbound.list().texts(port), true, safe));
    }
    return List.of(
        addition(direction == Direction.INBOUND ? excludeInbound : excludeOutbound, port, safe));
  }

  /** Returns what puts an inbound port into capture. */
  List<Edit> includeInbound(int port) {
    if (!includeInbound.list().isAll()) {
      return List.of(addition(includeInbound, port, true));
    }
    // A port of Istio's own, or one that the mesh excludes, no annotation of the pod can give back.
    boolean own = workload.annotations().has(IstioKeys.EXCLUDE_INBOUND_PORTS);
    return own && excludeInbound.contains(port)
        ? List.of(removal(field(excludeInbound), excludeInbound.list().texts(port), false, true))
        : List.of();
  }

  /**
   * Returns what puts an outbound port back into capture that the pod's own annotation excludes.
   */
  List<Edit> includeOutbound(int port) {
    boolean own = workload.annotations().has(IstioKeys.EXCLUDE_OUTBOUND_PORTS);
    return own && excludeOutbound.contains(port)
        ? List.of(removal(field(excludeOutbound), excludeOutbound.list().texts(port), false, true))
        : List.of();
  }

  /** An annotation replaces the mesh's own list: where there is none yet, that list goes first. */
  private Edit addition(Listed to, int port, boolean safe) {
    List<String> values = new ArrayList<>();
    if (!workload.annotations().has(to.key())) {
      to.list().items().forEach(item -> values.add(item.text()));
    }
    values.add(Integer.toString(port));
    return new Edit.AddToList(
        workload.resource().target(),
        workload.annotationField(to.key()),
        Edit.ListForm.COMMAS,
        values,
        safe);
  }

  private Pointer field(Listed list) {
    return workload.annotationField(list.key());
  }

  private Edit removal(Pointer field, List<String> texts, boolean keepsEmpty, boolean safe) {
    return new Edit.RemoveFromList(workload.resource().target(), field, texts, keepsEmpty, safe);
  }

  /** Returns the ports that the workload's own annotations exclude. */
  List<Exemption> exemptions() {
    List<Exemption> exemptions = new ArrayList<>();
    exemptions(Direction.OUTBOUND, excludeOutbound, exemptions);
    exemptions(Direction.INBOUND, excludeInbound, exemptions);
    return exemptions;
  }

  private void exemptions(Direction direction, Listed excluded, List<Exemption> exemptions) {
    if (!workload.annotations().has(excluded.key())) {
      return;
    }
    Pointer field = field(excluded);
    excluded
        .list()
        .spellings()
        .forEach(
            (item, texts) ->
                exemptions.add(
                    new Exemption(
                        direction,
                        item.port(),
                        item.text(),
                        excluded.setting(),
                        field,
                        removal(field, texts, false, true))));
  }

  /** Returns the inbound ports that stand in both lists, as the include list writes them. */
  List<String> inBothInboundLists() {
    List<String> both = new ArrayList<>();
    for (PortList.Item item : includeInbound.list().items()) {
      if (excludeInbound.contains(item.port())) {
        both.add(item.text());
      }
    }
    return both;
  }

  /** Returns whether an inbound exclusion is written beside an include list that overrules it. */
  boolean ignoresInboundExclusions() {
    return !includeInbound.list().isAll()
        && workload.annotations().has(IstioKeys.EXCLUDE_INBOUND_PORTS)
        && !excludeInbound.list().isEmpty();
  }
}
