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
  private static final String STATUS_PORT = "15020";
  private static final int TUNNEL_PORT = 15008;

  /** The name that Kubernetes gives a pod's own interface. */
  private static final String POD_INTERFACE = "eth0";

  private final Workload workload;
  private final IstioMesh mesh;
  private final Source meshWide;
  private final PortList includeInbound;
  private final PortList excludeInbound;
  private final PortList includeOutbound;
  private final PortList excludeOutbound;
  private final int statusPort;
  private final Mapping proxyConfig;
  private final String mode;
  private final String includeRanges;
  private final String excludeRanges;

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
    includeRanges = text(IstioKeys.INCLUDE_OUTBOUND_RANGES, mesh.includeIpRanges());
    excludeRanges = text(IstioKeys.EXCLUDE_OUTBOUND_RANGES, mesh.excludeIpRanges());
  }

  private String text(String key, String meshWide) {
    String own = workload.annotation(key);
    return own == null ? meshWide : own;
  }

  private PortList ports(String key, String meshWide) {
    return PortList.of(text(key, meshWide));
  }

  private Setting setting(String key) {
    return workload.annotations().has(key)
        ? new Setting(key, workload.annotationSource(key))
        : new Setting(key, meshWide);
  }

  private Verdict verdict(Tri captured, String key, String reason) {
    return new Verdict(captured, setting(key), reason);
  }

  /** The injector trims the port, and the rule tools read it their way; 0 is none. */
  private int statusPort() {
    List<PortList.Item> items = ports(IstioKeys.STATUS_PORT, STATUS_PORT).items();
    return items.isEmpty() ? 0 : items.get(0).port();
  }

  private String mode() {
    String own = workload.annotation(IstioKeys.INTERCEPTION_MODE);
    return own == null ? proxyConfig.findText("interceptionMode").orElse("REDIRECT") : own;
  }

  private Mapping proxyConfig() {
    String config = workload.annotation(IstioKeys.PROXY_CONFIG);
    try {
      return YamlReader.read(Input.of(IstioKeys.PROXY_CONFIG, config == null ? "" : config))
          .stream()
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
    Verdict unruled = unruled();
    if (unruled != null) {
      return unruled;
    }
    if (port == 0) {
      return verdict(Tri.UNKNOWN, IstioKeys.EXCLUDE_INBOUND_PORTS, "the pod's port is not known");
    }
    if (port == TUNNEL_PORT && !mode.equals("TPROXY")) {
      return verdict(Tri.NO, "istio", "15008 is Istio's tunnel, which its rules leave alone");
    }
    if (!includeInbound.isAll()) {
      return includeInbound.contains(port)
          ? verdict(Tri.YES, IstioKeys.INCLUDE_INBOUND_PORTS, "includeInboundPorts lists " + port)
          : verdict(
              Tri.NO, IstioKeys.INCLUDE_INBOUND_PORTS, "includeInboundPorts does not list " + port);
    }
    if (excludeInbound.contains(port)) {
      return verdict(Tri.NO, IstioKeys.EXCLUDE_INBOUND_PORTS, "excludeInboundPorts lists " + port);
    }
    if (port == READINESS_PORT || port == METRICS_PORT || port == statusPort) {
      return verdict(Tri.NO, "istio", port + " is a port of Istio's own, which is always excluded");
    }
    return verdict(
        Tri.YES, IstioKeys.EXCLUDE_INBOUND_PORTS, "excludeInboundPorts does not list " + port);
  }

  Verdict outbound(int port) {
    Verdict unruled = unruled();
    if (unruled != null) {
      return unruled;
    }
    if (port == 0) {
      return verdict(
          Tri.UNKNOWN, IstioKeys.EXCLUDE_OUTBOUND_PORTS, "the port on the wire is not known");
    }
    if (excludeOutbound.contains(port)) {
      return verdict(
          Tri.NO, IstioKeys.EXCLUDE_OUTBOUND_PORTS, "excludeOutboundPorts lists " + port);
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
      return verdict(
          Tri.YES, IstioKeys.INCLUDE_OUTBOUND_PORTS, "includeOutboundPorts lists " + port);
    }
    return includeRanges.equals("*")
        ? verdict(
            Tri.YES, IstioKeys.EXCLUDE_OUTBOUND_PORTS, "excludeOutboundPorts does not list " + port)
        : verdict(
            Tri.UNKNOWN,
            IstioKeys.INCLUDE_OUTBOUND_RANGES,
            "includeOutboundIPRanges may not hold its address");
  }

  /** Returns what takes a port out of capture; safe is whether the other end need not change. */
  List<Edit> exclude(Direction direction, int port, boolean safe) {
    if (direction == Direction.INBOUND && !includeInbound.isAll()) {
      return List.of(
          removal(IstioKeys.INCLUDE_INBOUND_PORTS, includeInbound.texts(port), true, safe));
    }
    String key =
        direction == Direction.INBOUND
            ? IstioKeys.EXCLUDE_INBOUND_PORTS
            : IstioKeys.EXCLUDE_OUTBOUND_PORTS;
    return List.of(addition(key, port, safe));
  }

  /** Returns what puts an inbound port into capture. */
  List<Edit> includeInbound(int port) {
    if (unruled() != null) {
      return List.of();
    }
    if (!includeInbound.isAll()) {
      return List.of(addition(IstioKeys.INCLUDE_INBOUND_PORTS, port, true));
    }
    // A port of Istio's own, or one that the mesh excludes, no annotation of the pod can give back.
    boolean own = workload.annotations().has(IstioKeys.EXCLUDE_INBOUND_PORTS);
    return own && excludeInbound.contains(port)
        ? List.of(removal(IstioKeys.EXCLUDE_INBOUND_PORTS, excludeInbound.texts(port), false, true))
        : List.of();
  }

  private Edit addition(String key, int port, boolean safe) {
    return new Edit.AddToList(
        workload.resource().target(),
        workload.annotationField(key),
        Edit.ListForm.COMMAS,
        List.of(Integer.toString(port)),
        safe);
  }

  private Edit removal(String key, List<String> texts, boolean keepsEmpty, boolean safe) {
    return new Edit.RemoveFromList(
        workload.resource().target(), workload.annotationField(key), texts, keepsEmpty, safe);
  }

  /** Returns the ports that the workload's own annotations exclude. */
  List<Exemption> exemptions() {
    List<Exemption> exemptions = new ArrayList<>();
    exemptions(Direction.OUTBOUND, IstioKeys.EXCLUDE_OUTBOUND_PORTS, excludeOutbound, exemptions);
    exemptions(Direction.INBOUND, IstioKeys.EXCLUDE_INBOUND_PORTS, excludeInbound, exemptions);
    return exemptions;
  }

  private void exemptions(
      Direction direction, String key, PortList list, List<Exemption> exemptions) {
    if (!workload.annotations().has(key)) {
      return;
    }
    list.spellings()
        .forEach(
            (item, texts) ->
                exemptions.add(
                    new Exemption(
                        direction,
                        item.port(),
                        item.text(),
                        setting(key),
                        workload.annotationField(key),
                        removal(key, List.copyOf(texts), false, true))));
  }

  /** Returns the inbound ports that stand in both lists, as the include list writes them. */
  List<String> inBothInboundLists() {
    List<String> both = new ArrayList<>();
    for (PortList.Item item : includeInbound.items()) {
      if (excludeInbound.contains(item.port())) {
        both.add(item.text());
      }
    }
    return both;
  }

  /** Returns whether an inbound exclusion is written beside an include list that overrules it. */
  boolean ignoresInboundExclusions() {
    return !includeInbound.isAll()
        && workload.annotations().has(IstioKeys.EXCLUDE_INBOUND_PORTS)
        && !excludeInbound.isEmpty();
  }

  /** A native sidecar runs before the containers start; a held one makes them wait. */
  Tri carriesAtStart() {
    String own = workload.annotation(IstioKeys.NATIVE_SIDECAR);
    boolean isNative = own == null || own.isEmpty() ? mesh.nativeSidecars() : !own.equals("false");
    boolean held = "true".equals(proxyConfig.text("holdApplicationUntilProxyStarts"));
    return Tri.of(isNative || held);
  }
}
