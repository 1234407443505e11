package dev.portside.istio;

import dev.portside.manifest.Edit;
import dev.portside.manifest.Source;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.Exemption;
import dev.portside.traffic.Setting;
import dev.portside.traffic.Tri;
import dev.portside.traffic.Verdict;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.YamlException;
import dev.portside.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules in the pods of one workload that has a sidecar: which of its settings decides about a
 * port. An annotation that is there replaces the mesh-wide default, even when it is empty. Source:
 * istio/istio tools/istio-iptables/pkg/capture/run.go, pkg/kube/inject/template.go and
 * manifests/charts/istio-control/istio-discovery/files/injection-template.yaml @1.31; each verdict
 * was checked against the kernel.
 */
final class PodCapture {

  /** Excluded inbound whatever the lists say, beside the status port. */
  private static final int READINESS_PORT = 15021;

  private static final int METRICS_PORT = 15090;
  private static final int STATUS_PORT = 15020;
  private static final int TUNNEL_PORT = 15008;

  /** The name that Kubernetes gives a pod's own interface. */
  private static final String POD_INTERFACE = "eth0";

  /** A list of ports that is in force, and what put it there. */
  private record Listed(Setting setting, PortList list) {
    String key() {
      return setting.key();
    }

    boolean contains(int port) {
      return list.contains(port);
    }
  }

  private final Workload workload;
  private final IstioMesh mesh;
  private final Source meshWide;
  private final Listed includeInbound;
  private final Listed excludeInbound;
  private final Listed includeOutbound;
  private final Listed excludeOutbound;
  private final int statusPort;
  private final Mapping proxyConfig;
  private final String mode;
  private final @Nullable Verdict unruled;
  private final String includeRanges;
  private final String excludeRanges;

  /** Reads the settings of a workload; {@code meshWide} is where those that it lacks are. */
  PodCapture(Workload workload, IstioMesh mesh, Source meshWide) {
    this.workload = workload;
    this.mesh = mesh;
    this.meshWide = meshWide;
    includeInbound = ports(IstioKeys.INCLUDE_INBOUND_PORTS, mesh.includeInboundPorts());
    excludeInbound = ports(IstioKeys.EXCLUDE_INBOUND_PORTS, mesh.excludeInboundPorts());
    includeOutbound = ports(IstioKeys.INCLUDE_OUTBOUND_PORTS, mesh.includeOutboundPorts());
    excludeOutbound = ports(IstioKeys.EXCLUDE_OUTBOUND_PORTS, mesh.excludeOutboundPorts());
    statusPort = statusPort();
    proxyConfig = proxyConfig();
    mode = mode();
    unruled = unruled();
    includeRanges = text(IstioKeys.INCLUDE_OUTBOUND_RANGES, mesh.includeIpRanges());
    excludeRanges = text(IstioKeys.EXCLUDE_OUTBOUND_RANGES, mesh.excludeIpRanges());
  }

  private String text(String key, String meshWide) {
    String own = workload.annotation(key);
    return own == null ? meshWide : own;
  }

  private Listed ports(String key, String meshWide) {
    return new Listed(setting(key), PortList.of(text(key, meshWide)));
  }

  private Setting setting(String key) {
    return new Setting(
        key, workload.annotations().has(key) ? workload.annotationSource(key) : meshWide);
  }

  private Verdict verdict(Tri captured, String key, String reason) {
    return new Verdict(captured, setting(key), reason);
  }

  private static Verdict verdict(Tri captured, Listed by, String reason) {
    return new Verdict(captured, by.setting(), reason);
  }

  /** The injector trims the port, and the rule tools read it their way; 0 is none. */
  private int statusPort() {
    String own = workload.annotation(IstioKeys.STATUS_PORT);
    if (own == null) {
      return STATUS_PORT;
    }
    List<PortList.Item> items = PortList.of(own).items();
    return items.isEmpty() ? 0 : items.get(0).port();
  }

  private String mode() {
    String own = workload.annotation(IstioKeys.INTERCEPTION_MODE);
    return own == null ? proxyConfig.findText("interceptionMode").orElse("REDIRECT") : own;
  }

  private Mapping proxyConfig() {
    String config = workload.annotation(IstioKeys.PROXY_CONFIG);
    if (config == null) {
      return Mapping.empty();
    }
    try {
      return YamlReader.read(Input.of(IstioKeys.PROXY_CONFIG, config)).stream()
          .map(Document::root)
          .filter(Mapping.class::isInstance)
          .map(Mapping.class::cast)
          .findFirst()
          .orElse(Mapping.empty());
    } catch (YamlException e) {
      // The injector refuses the pod for it; that is another rule's to say.
      return Mapping.empty();
    }
  }

  /** What takes no notice of ports; null when nothing does. */
  private @Nullable Verdict unruled() {
    if (mode.equals("NONE")) {
      boolean own = workload.annotations().has(IstioKeys.INTERCEPTION_MODE);
      String key = own ? IstioKeys.INTERCEPTION_MODE : IstioKeys.PROXY_CONFIG;
      return verdict(Tri.NO, key, "interception is off");
    }
    String interfaces = workload.annotation(IstioKeys.EXCLUDE_INTERFACES);
    return interfaces != null
            && Arrays.stream(interfaces.split(","))
                .map(String::trim)
                .anyMatch(POD_INTERFACE::equals)
        ? verdict(
            Tri.NO,
            IstioKeys.EXCLUDE_INTERFACES,
            "excludeInterfaces lists %s, the pod's own".formatted(POD_INTERFACE))
        : null;
  }

  Verdict inbound(int port) {
    if (unruled != null) {
      return unruled;
    }
    if (port == 0) {
      return verdict(Tri.UNKNOWN, excludeInbound, "the pod's port is not known");
    }
    if (port == TUNNEL_PORT && !mode.equals("TPROXY")) {
      return verdict(Tri.NO, "istio", "15008 is Istio's tunnel, which its rules leave alone");
    }
    if (!includeInbound.list().isAll()) {
      return includeInbound.contains(port)
          ? verdict(Tri.YES, includeInbound, "includeInboundPorts lists " + port)
          : verdict(Tri.NO, includeInbound, "includeInboundPorts does not list " + port);
    }
    if (excludeInbound.contains(port)) {
      return verdict(Tri.NO, excludeInbound, "excludeInboundPorts lists " + port);
    }
    if (port == READINESS_PORT || port == METRICS_PORT || port == statusPort) {
      return verdict(Tri.NO, "istio", port + " is a port of Istio's own, which is always excluded");
    }
    return verdict(Tri.YES, excludeInbound, "excludeInboundPorts does not list " + port);
  }

  Verdict outbound(int port) {
    if (unruled != null) {
      return unruled;
    }
    if (port == 0) {
      return verdict(Tri.UNKNOWN, excludeOutbound, "the port on the wire is not known");
    }
    if (excludeOutbound.contains(port)) {
      return verdict(Tri.NO, excludeOutbound, "excludeOutboundPorts lists " + port);
    }
    boolean byPort = includeOutbound.contains(port);
    if (!byPort && includeRanges.isEmpty()) {
      return verdict(
          Tri.NO, IstioKeys.INCLUDE_OUTBOUND_RANGES, "includeOutboundIPRanges captures no address");
    }
    if (!excludeRanges.isBlank()) {
      return verdict(
          Tri.UNKNOWN,
          IstioKeys.EXCLUDE_OUTBOUND_RANGES,
          "excludeOutboundIPRanges may hold its address");
    }
    if (byPort) {
      return verdict(Tri.YES, includeOutbound, "includeOutboundPorts lists " + port);
    }
    return includeRanges.equals("*")
        ? verdict(Tri.YES, excludeOutbound, "excludeOutboundPorts does not list " + port)
        : verdict(
            Tri.UNKNOWN,
            IstioKeys.INCLUDE_OUTBOUND_RANGES,
            "includeOutboundIPRanges may not hold its address");
  }

  /** Returns what takes a port out of capture; safe is whether the other end need not change. */
  List<Edit> exclude(Direction direction, int port, boolean safe) {
    if (direction == Direction.INBOUND && !includeInbound.list().isAll()) {
      return List.of(removal(includeInbound, includeInbound.list().texts(port), true, safe));
    }
    return List.of(
        addition(direction == Direction.INBOUND ? excludeInbound : excludeOutbound, port, safe));
  }

  /** Returns what puts an inbound port into capture. */
  List<Edit> includeInbound(int port) {
    if (unruled != null) {
      return List.of();
    }
    if (!includeInbound.list().isAll()) {
      return List.of(addition(includeInbound, port, true));
    }
    // A port of Istio's own, or one that the mesh excludes, no annotation of the pod can give back.
    boolean own = workload.annotations().has(IstioKeys.EXCLUDE_INBOUND_PORTS);
    return own && excludeInbound.contains(port)
        ? List.of(removal(excludeInbound, excludeInbound.list().texts(port), false, true))
        : List.of();
  }

  /**
   * Returns what puts an outbound port back into capture that the pod's own annotation excludes.
   */
  List<Edit> includeOutbound(int port) {
    boolean own = workload.annotations().has(IstioKeys.EXCLUDE_OUTBOUND_PORTS);
    return own && excludeOutbound.contains(port)
        ? List.of(removal(excludeOutbound, excludeOutbound.list().texts(port), false, true))
        : List.of();
  }

  private Edit addition(Listed to, int port, boolean safe) {
    return new Edit.AddToList(
        workload.resource().target(),
        workload.annotationField(to.key()),
        Edit.ListForm.COMMAS,
        List.of(Integer.toString(port)),
        safe);
  }

  private Edit removal(Listed from, List<String> texts, boolean keepsEmpty, boolean safe) {
    return new Edit.RemoveFromList(
        workload.resource().target(),
        workload.annotationField(from.key()),
        texts,
        keepsEmpty,
        safe);
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
    Pointer field = workload.annotationField(excluded.key());
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
                        removal(excluded, List.copyOf(texts), false, true))));
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

  /** A native sidecar runs before the containers start; a held one makes them wait. */
  Tri carriesAtStart() {
    String own = workload.annotation(IstioKeys.NATIVE_SIDECAR);
    boolean isNative = own == null || own.isEmpty() ? mesh.nativeSidecars() : !own.equals("false");
    boolean held = "true".equals(proxyConfig.text("holdApplicationUntilProxyStarts"));
    return Tri.of(isNative || held);
  }

  /** Only a native sidecar runs beside init containers. */
  Tri carriesAtInit() {
    return Tri.of(pod.isNative());
  }
}
