package dev.portside.istio.capture;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.netfilter.ChainParameters;
import dev.portside.istio.netfilter.ChainRule;
import dev.portside.istio.netfilter.ChainTable;
import dev.portside.istio.netfilter.IpAddress;
import dev.portside.istio.netfilter.Packet;
import dev.portside.istio.netfilter.PodChains;
import dev.portside.istio.netfilter.PodNetwork;
import dev.portside.istio.netfilter.PortList;
import dev.portside.istio.netfilter.SidecarChains;
import dev.portside.istio.pod.InjectedPod;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Source;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Tri;
import dev.portside.traffic.Verdict;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the rules in the pods of one workload make of its connections, and which of its settings
 * decides: a packet is walked through the rules that its annotations stand for.
 */
final class PodCapture {

  private static final String CONTEXT = "securityContext";
  private static final String USER = "runAsUser";
  private static final String GROUP = "runAsGroup";
  private static final List<String> LISTS = List.of("containers", "initContainers");

  private final Workload workload;
  private final IstioMesh mesh;
  private final InjectedPod pod;
  private final CaptureEdits edits;
  private final PodChains rules;
  private final @Nullable Verdict unruled;
  private final int user;
  private final int group;

  /** Whether a container of the pods has a user or group of its own. */
  private final boolean differ;

  /** Reads the settings of a workload; {@code meshWide} is where those that it lacks are. */
  PodCapture(Workload workload, IstioMesh mesh, Source meshWide) {
    this(workload, mesh, meshWide, PodChains::of, PortList::of);
  }

  /** Reads the settings of a workload; pods with equal ones may share their rules and lists. */
  PodCapture(
      Workload workload,
      IstioMesh mesh,
      Source meshWide,
      BiFunction<ChainParameters, PodNetwork, PodChains> writer,
      Function<String, PortList> lists) {
    this.workload = workload;
    this.mesh = mesh;
    this.pod = new InjectedPod(workload, mesh);
    this.edits = new CaptureEdits(workload, mesh, meshWide, lists);
    this.unruled = unruled();
    ChainParameters parameters = pod.parameters();
    this.rules = parameters == null ? PodChains.NONE : writer.apply(parameters, PodNetwork.USUAL);
    Mapping ofPods = workload.podSpec().mapping(CONTEXT);
    this.user = id(ofPods, USER, Packet.ANYBODY);
    this.group = id(ofPods, GROUP, Packet.ANYBODY);
    this.differ =
        contexts(workload, null).stream().anyMatch(own -> own.has(USER) || own.has(GROUP));
  }

  InjectedPod pod() {
    return pod;
  }

  CaptureEdits edits() {
    return edits;
  }

  PodChains rules() {
    return rules;
  }

  private Verdict verdict(Tri captured, String key, String reason) {
    return new Verdict(captured, edits.setting(key), reason);
  }

  private static Verdict verdict(Tri captured, CaptureEdits.Listed by, String reason) {
    return new Verdict(captured, by.setting(), reason);
  }

  /** What leaves all connections alone; null when rules are written. */
  private @Nullable Verdict unruled() {
    if (pod.arguments().mode().equals("NONE")) {
      boolean own = workload.annotations().has(IstioKeys.INTERCEPTION_MODE);
      String key = own ? IstioKeys.INTERCEPTION_MODE : IstioKeys.PROXY_CONFIG;
      return verdict(Tri.NO, key, "interception is off");
    }
    if (!pod.templates().captures()) {
      return verdict(Tri.NO, IstioKeys.TEMPLATES, "its template captures nothing");
    }
    String skips = mesh.cni() ? pod.cniSkips() : null;
    return skips == null
        ? null
        : verdict(Tri.NO, IstioKeys.INJECT, "Istio's CNI plugin skips its pods: " + skips);
  }

  Verdict inbound(int port) {
    if (unruled != null) {
      return unruled;
    }
    Set<ChainTable.End> ends = rules.ends(Packet.inbound(port));
    if (ends.size() > 1 && !agree(ends)) {
      return verdict(Tri.UNKNOWN, edits.excludedInbound(), "the pod's port is not known");
    }
    ChainTable.End end = ends.iterator().next();
    return end.listener() > 0 ? taken(port) : left(end, port);
  }

  private static boolean agree(Set<ChainTable.End> ends) {
    return ends.stream().map(end -> end.listener() > 0).distinct().count() == 1;
  }

  private Verdict taken(int port) {
    boolean listed = !edits.includedInbound().list().isAll();
    return listed
        ? verdict(Tri.YES, edits.includedInbound(), "includeInboundPorts lists " + port)
        : verdict(Tri.YES, edits.excludedInbound(), "excludeInboundPorts does not list " + port);
  }

  private Verdict left(ChainTable.End end, int port) {
    ChainRule line = end.line();
    if (line == null) {
      CaptureEdits.Listed include = edits.includedInbound();
      return verdict(Tri.NO, include, "includeInboundPorts does not list " + port);
    }
    return switch (line.reason()) {
      case SidecarChains.TUNNEL ->
          verdict(
              Tri.NO,
              SidecarChains.ISTIO,
              "15008 is Istio's tunnel, which its rules do not capture");
      case "excludeInterfaces" -> excludedInterface();
      default -> excluded(edits.excludedInbound(), "excludeInboundPorts", port);
    };
  }

  private Verdict excludedInterface() {
    return verdict(
        Tri.NO,
        IstioKeys.EXCLUDE_INTERFACES,
        "excludeInterfaces lists %s, the pod's own".formatted(Packet.OUTWARD));
  }

  private Verdict excluded(CaptureEdits.Listed list, String name, int port) {
    return list.contains(port)
        ? verdict(Tri.NO, list, name + " lists " + port)
        : verdict(
            Tri.NO,
            SidecarChains.ISTIO,
            port + " is one of Istio's own ports, which are always excluded");
  }

  /** Returns what becomes of a connection to a port of somebody unknown. */
  Verdict outbound(int port) {
    return outbound("", null, port);
  }

  /**
   * Returns what becomes of a connection.
   *
   * @param process the container whose process opens it; empty for any
   * @param address where it goes, when that is known
   */
  Verdict outbound(String process, @Nullable IpAddress address, int port) {
    if (unruled != null) {
      return unruled;
    }
    Packet packet =
        differ
            ? Packet.outbound(address, port, id(process, USER, user), id(process, GROUP, group))
            : Packet.outbound(address, port, user, group);
    Set<ChainTable.End> ends = rules.ends(packet);
    if (ends.size() > 1 && !agree(ends)) {
      return undecided(ends, port);
    }
    ChainTable.End end = ends.iterator().next();
    return end.listener() > 0 ? takenOut(end, port) : leftOut(end, port);
  }

  /** As whom a container's process runs: its own setting beats its pod's. */
  private int id(String process, String field, int ofPods) {
    int id = ofPods;
    for (Mapping own : contexts(workload, process)) {
      id = id(own, field, id);
    }
    return id;
  }

  private static int id(Mapping context, String field, int otherwise) {
    String id = context.text(field);
    return id == null ? otherwise : Packet.owner(id);
  }

  /** The security contexts of the containers of a name, or of all. */
  private static List<Mapping> contexts(Workload workload, @Nullable String name) {
    List<Mapping> contexts = new ArrayList<>(1);
    for (String list : LISTS) {
      Sequence containers = workload.podSpec().sequence(list);
      for (int i = 0; i < containers.size(); i++) {
        Mapping container = containers.mapping(i);
        if (container.has(CONTEXT) && (name == null || name.equals(container.text("name")))) {
          contexts.add(container.mapping(CONTEXT));
        }
      }
    }
    return contexts;
  }

  private Verdict undecided(Set<ChainTable.End> ends, int port) {
    if (port == 0) {
      return verdict(Tri.UNKNOWN, edits.excludedOutbound(), "the port on the wire is not known");
    }
    boolean byRange =
        ends.stream()
            .map(ChainTable.End::line)
            .anyMatch(line -> line != null && line.reason().equals("excludeOutboundIPRanges"));
    return byRange
        ? verdict(
            Tri.UNKNOWN,
            IstioKeys.EXCLUDE_OUTBOUND_RANGES,
            "excludeOutboundIPRanges may contain its address")
        : verdict(
            Tri.UNKNOWN,
            IstioKeys.INCLUDE_OUTBOUND_RANGES,
            "includeOutboundIPRanges may not contain its address");
  }

  private Verdict takenOut(ChainTable.End end, int port) {
    if (edits.includedOutbound().contains(port)) {
      return verdict(Tri.YES, edits.includedOutbound(), "includeOutboundPorts lists " + port);
    }
    if (end.listener() == SidecarChains.DNS_PROXY) {
      return verdict(Tri.YES, IstioKeys.PROXY_CONFIG, "the proxy answers DNS");
    }
    return pod.arguments().includeRanges().equals("*") || mesh.cni()
        ? verdict(
            Tri.YES,
            edits.excludedOutbound(),
            port == 0
                ? "no list excludes it, whatever its port"
                : "excludeOutboundPorts does not list " + port)
        : verdict(
            Tri.YES,
            IstioKeys.INCLUDE_OUTBOUND_RANGES,
            "includeOutboundIPRanges contains its address");
  }

  private Verdict leftOut(ChainTable.End end, int port) {
    ChainRule line = end.line();
    String setting = line == null ? "" : line.reason();
    return switch (setting) {
      case "excludeInterfaces" -> excludedInterface();
      case "excludeOutboundPorts" ->
          excluded(edits.excludedOutbound(), "excludeOutboundPorts", port);
      case "excludeOutboundIPRanges" ->
          verdict(
              Tri.NO,
              IstioKeys.EXCLUDE_OUTBOUND_RANGES,
              "excludeOutboundIPRanges contains its address");
      case SidecarChains.PROXY ->
          verdict(Tri.NO, "securityContext", "its process runs as the proxy's own user or group");
      case SidecarChains.GROUPS ->
          verdict(Tri.NO, IstioKeys.PROXY_CONFIG, "its process's group is excluded");
      case SidecarChains.LOOPBACK -> verdict(Tri.NO, SidecarChains.ISTIO, "it stays in the pod");
      default ->
          verdict(
              Tri.NO,
              IstioKeys.INCLUDE_OUTBOUND_RANGES,
              pod.arguments().includeRanges().isEmpty()
                  ? "includeOutboundIPRanges captures no address"
                  : "includeOutboundIPRanges does not contain its address");
    };
  }

  /** Returns what puts a port into capture that is left today. */
  List<Edit> take(Direction direction, int port) {
    if (unruled != null || direction == Direction.LOOPBACK) {
      return List.of();
    }
    return direction == Direction.INBOUND
        ? edits.includeInbound(port)
        : edits.includeOutbound(port);
  }

  /** A native sidecar runs before the containers start; a held one makes them wait. */
  Tri carriesAtStart() {
    return Tri.of(pod.isNative() || pod.holds());
  }

  /** Only a native sidecar runs beside init containers. */
  Tri carriesAtInit() {
    return Tri.of(pod.isNative());
  }
}
