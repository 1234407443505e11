package dev.portside.istio.pod;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.netfilter.ChainParameters;
import dev.portside.istio.netfilter.ChainTool;
import dev.portside.istio.netfilter.Packet;
import dev.portside.manifest.Workload;
import dev.portside.value.GoNumber;
import dev.portside.value.GoText;
import dev.portside.yaml.Mapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the injection template tells the writer of the rules: an annotation that is there replaces
 * the mesh-wide default, even when it is empty. Source: istio/istio
 * manifests/charts/istio-control/istio-discovery/files/injection-template.yaml and
 * pkg/kube/inject/template.go @1.31.
 */
public final class InitArguments {

  /** Left inbound whatever the lists say, beside the status port. */
  private static final String FIXED = "15090,15021";

  public static final String PROXY = "istio-proxy";
  static final String PROXY_ID = "1337";

  private final Workload workload;
  private final IstioMesh mesh;
  private final ProxyConfig config;

  InitArguments(Workload workload, IstioMesh mesh, ProxyConfig config) {
    this.workload = workload;
    this.mesh = mesh;
    this.config = config;
  }

  /** Returns how connections are captured: REDIRECT, TPROXY or NONE. */
  public String mode() {
    String own = workload.annotation(IstioKeys.INTERCEPTION_MODE);
    return own == null ? config.interceptionMode() : own;
  }

  private String value(String key, String meshWide) {
    String own = workload.annotation(key);
    return own == null ? meshWide : own;
  }

  /** A list that is passed on only where somebody set it; else null. */
  private @Nullable String set(String key, String meshWide) {
    String own = workload.annotation(key);
    return own == null && meshWide.isEmpty() ? null : own == null ? meshWide : own;
  }

  public String includeRanges() {
    return value(IstioKeys.INCLUDE_OUTBOUND_RANGES, mesh.includeIpRanges());
  }

  String excludeRanges() {
    return value(IstioKeys.EXCLUDE_OUTBOUND_RANGES, mesh.excludeIpRanges());
  }

  String includeInbound() {
    return value(IstioKeys.INCLUDE_INBOUND_PORTS, mesh.includeInboundPorts());
  }

  @Nullable String includeOutbound() {
    return set(IstioKeys.INCLUDE_OUTBOUND_PORTS, mesh.includeOutboundPorts());
  }

  @Nullable String excludeOutbound() {
    return set(IstioKeys.EXCLUDE_OUTBOUND_PORTS, mesh.excludeOutboundPorts());
  }

  @Nullable String virtualInterfaces() {
    String own = workload.annotation(IstioKeys.REROUTE_INTERFACES);
    return own == null ? workload.annotation(IstioKeys.KUBEVIRT_INTERFACES) : own;
  }

  @Nullable String excludeInterfaces() {
    return workload.annotation(IstioKeys.EXCLUDE_INTERFACES);
  }

  /** The status port, trimmed; none when it is empty or {@code 0}. */
  private String statusPort() {
    return GoText.trim(value(IstioKeys.STATUS_PORT, Integer.toString(mesh.statusPort())));
  }

  /** Returns the pod's own exclusions and the status port, which joins them unless it is there. */
  public String ownExcludeInbound() {
    String list = value(IstioKeys.EXCLUDE_INBOUND_PORTS, mesh.excludeInboundPorts());
    String status = statusPort();
    if (status.isEmpty() || status.equals("0")) {
      return list;
    }
    List<String> items = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      if (item.equals(status)) {
        return list;
      }
      if (!GoText.trim(item).isEmpty()) {
        items.add(GoText.trim(item));
      }
    }
    items.add(status);
    return String.join(",", items);
  }

  String excludeInbound() {
    String own = ownExcludeInbound();
    return own.isEmpty() ? FIXED : FIXED + "," + own;
  }

  /**
   * Returns the proxy's user as the rules know it: a proxy that the pod defines may have its own.
   */
  String user() {
    String own = userProxy().mapping("securityContext").text("runAsUser");
    return own == null || own.equals("0") ? PROXY_ID : own;
  }

  /** Returns the container of the pod's own manifest that the proxy is merged into; else empty. */
  Mapping userProxy() {
    for (String list : new String[] {"containers", "initContainers"}) {
      for (int i = 0; i < workload.podSpec().sequence(list).size(); i++) {
        Mapping container = workload.podSpec().sequence(list).mapping(i);
        if (PROXY.equals(container.text("name"))) {
          return container;
        }
      }
    }
    return Mapping.empty();
  }

  /** Returns the arguments by their letters, as the container gets them. */
  public Map<String, String> letters() {
    Map<String, String> letters = new LinkedHashMap<>();
    letters.put("p", Integer.toString(mesh.proxyListenPort()));
    letters.put("z", Integer.toString(mesh.proxyInboundListenPort()));
    letters.put("u", user());
    letters.put("m", mode());
    letters.put("i", includeRanges());
    letters.put("x", excludeRanges());
    letters.put("b", includeInbound());
    letters.put("d", excludeInbound());
    put(letters, "q", includeOutbound());
    put(letters, "o", excludeOutbound());
    put(letters, "k", virtualInterfaces());
    put(letters, "c", excludeInterfaces());
    letters.replaceAll((letter, value) -> folded(value));
    return letters;
  }

  private static void put(Map<String, String> letters, String letter, @Nullable String value) {
    if (value != null) {
      letters.put(letter, value);
    }
  }

  /** The template writes values between double quotes, where YAML folds the ends of lines. */
  static String folded(String value) {
    return value.indexOf('\n') < 0 ? value : value.replaceAll("[ \\t]*\\n[ \\t]*", " ");
  }

  /** Returns what the container istio-init is told. */
  ChainParameters parameters() {
    Map<String, String> letters = letters();
    Map<String, String> environment = config.metadata();
    int user = Packet.owner(letters.getOrDefault("u", PROXY_ID));
    return ChainParameters.builder()
        .mode(letters.getOrDefault("m", ""))
        .proxyPort(mesh.proxyListenPort())
        .inboundPort(mesh.proxyInboundListenPort())
        .uid(user)
        .gid(user)
        .includeRanges(letters.getOrDefault("i", ""))
        .excludeRanges(letters.getOrDefault("x", ""))
        .includeInbound(letters.getOrDefault("b", ""))
        .excludeInbound(letters.getOrDefault("d", ""))
        .includeOutbound(letters.getOrDefault("q", ""))
        .excludeOutbound(letters.getOrDefault("o", ""))
        .virtualInterfaces(letters.getOrDefault("k", ""))
        .excludeInterfaces(letters.getOrDefault("c", ""))
        .loopback(environment.getOrDefault("ISTIO_OUTBOUND_IPV4_LOOPBACK_CIDR", "127.0.0.1/32"))
        .groups(environment.getOrDefault("ISTIO_OUTBOUND_OWNER_GROUPS", "*"))
        .excludeGroups(environment.getOrDefault("ISTIO_OUTBOUND_OWNER_GROUPS_EXCLUDE", ""))
        .dns(GoNumber.isTrue(environment.get("ISTIO_META_DNS_CAPTURE")))
        .allDns(GoNumber.isTrue(environment.get("CAPTURE_ALL_DNS")))
        .dualStack(GoNumber.isTrue(environment.get("ISTIO_DUAL_STACK")))
        .tool(mesh.nativeNftables() ? ChainTool.NFT : ChainTool.IPTABLES)
        .build();
  }
}
