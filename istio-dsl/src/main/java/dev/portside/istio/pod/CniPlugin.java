package dev.portside.istio.pod;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.netfilter.ChainParameters;
import dev.portside.istio.netfilter.ChainTool;
import dev.portside.istio.netfilter.Packet;
import dev.portside.value.GoNumber;
import dev.portside.value.GoText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Istio's CNI plugin makes of a pod: it reads the annotations of the injected pod, in which
 * the template has put the effective values, and has defaults of its own. Source: istio/istio
 * cni/pkg/plugin/{plugin,sidecar_redirect,kubernetes}.go @1.31.
 */
public final class CniPlugin {

  private static final String STATUS_PORT = "15020";
  private static final List<String> FIXED = List.of("15020", "15021", "15090");
  private static final int PROXY_PORT = 15001;
  private static final int INBOUND_PORT = 15006;
  private static final String PROXY_ID = "1337";

  /** One annotation that the plugin reads: its name in messages, its key, its default. */
  private record Read(String name, String key, String otherwise) {}

  private static final Read MODE =
      new Read("redirectMode", IstioKeys.INTERCEPTION_MODE, "REDIRECT");
  private static final Read INCLUDE_RANGES =
      new Read("includeIPCidrs", IstioKeys.INCLUDE_OUTBOUND_RANGES, "*");
  private static final Read EXCLUDE_RANGES =
      new Read("excludeIPCidrs", IstioKeys.EXCLUDE_OUTBOUND_RANGES, "");
  private static final Read EXCLUDE_INBOUND =
      new Read("excludeInboundPorts", IstioKeys.EXCLUDE_INBOUND_PORTS, STATUS_PORT);
  private static final Read INCLUDE_INBOUND =
      new Read("includeInboundPorts", IstioKeys.INCLUDE_INBOUND_PORTS, "*");
  private static final Read EXCLUDE_OUTBOUND =
      new Read("excludeOutboundPorts", IstioKeys.EXCLUDE_OUTBOUND_PORTS, STATUS_PORT);
  private static final Read INCLUDE_OUTBOUND =
      new Read("includeOutboundPorts", IstioKeys.INCLUDE_OUTBOUND_PORTS, "");
  private static final Read EXCLUDE_INTERFACES =
      new Read("excludeInterfaces", IstioKeys.EXCLUDE_INTERFACES, "");

  /** The order in which the plugin reads them, and so which problem it tells. */
  private static final List<Read> ORDER =
      List.of(
          MODE,
          INCLUDE_RANGES,
          EXCLUDE_RANGES,
          EXCLUDE_INBOUND,
          INCLUDE_INBOUND,
          EXCLUDE_OUTBOUND,
          INCLUDE_OUTBOUND,
          EXCLUDE_INTERFACES);

  private final Map<String, String> annotations;
  private final ProxyConfig config;
  private final ChainTool tool;
  private final @Nullable String proxyUser;
  private final @Nullable String proxyGroup;

  /**
   * Reads an injected pod.
   *
   * @param annotations its annotations after injection
   * @param proxyUser the user of its proxy's container
   * @param proxyGroup the group of its proxy's container
   */
  CniPlugin(
      Map<String, String> annotations,
      ProxyConfig config,
      ChainTool tool,
      @Nullable String proxyUser,
      @Nullable String proxyGroup) {
    this.annotations = annotations;
    this.config = config;
    this.tool = tool;
    this.proxyUser = proxyUser;
    this.proxyGroup = proxyGroup;
  }

  private String value(Read read) {
    return annotations.getOrDefault(read.key(), read.otherwise());
  }

  /** Returns the error with which the plugin keeps the pod from starting, or null. */
  @Nullable String error() {
    for (Read read : ORDER) {
      String own = annotations.get(read.key());
      AnnotationGrammar grammar =
          read.equals(INCLUDE_OUTBOUND)
              ? AnnotationGrammar.PORTS_OR_ALL
              : AnnotationGrammar.of(read.key());
      String problem = own == null ? null : grammar.pluginRefusal(own);
      if (problem != null) {
        return "annotation value error for value %s; annotationFound = true: %s"
            .formatted(read.name(), problem);
      }
    }
    return null;
  }

  /** Its own exclusions join the pod's, each text once. */
  private String excludeInbound() {
    String own = GoText.trim(value(EXCLUDE_INBOUND));
    List<String> items = new ArrayList<>();
    if (!own.isEmpty()) {
      String list = own.endsWith(",") ? own.substring(0, own.length() - 1) : own;
      items.addAll(List.of(list.split(",", -1)));
    }
    items.addAll(FIXED);
    return String.join(",", new LinkedHashSet<>(items));
  }

  private String virtualInterfaces() {
    return annotations.getOrDefault(
        IstioKeys.REROUTE_INTERFACES, annotations.getOrDefault(IstioKeys.KUBEVIRT_INTERFACES, ""));
  }

  private static String id(@Nullable String own) {
    return own == null || own.equals("0") ? PROXY_ID : own;
  }

  private boolean isOn(String variable) {
    return GoNumber.isTrue(config.metadata().get(variable));
  }

  /** Returns what the plugin programs, by letters. */
  public Map<String, String> letters() {
    Map<String, String> letters = new LinkedHashMap<>();
    letters.put("p", Integer.toString(PROXY_PORT));
    letters.put("u", id(proxyUser));
    letters.put("g", id(proxyGroup));
    letters.put("m", value(MODE));
    letters.put("i", value(INCLUDE_RANGES));
    letters.put("x", value(EXCLUDE_RANGES));
    letters.put("b", value(INCLUDE_INBOUND));
    letters.put("d", excludeInbound());
    letters.put("q", value(INCLUDE_OUTBOUND));
    letters.put("o", value(EXCLUDE_OUTBOUND));
    letters.put("k", virtualInterfaces());
    letters.put("c", value(EXCLUDE_INTERFACES));
    letters.put("dns", Boolean.toString(isOn("ISTIO_META_DNS_CAPTURE")));
    letters.put("dualStack", Boolean.toString(isOn("ISTIO_DUAL_STACK")));
    letters.put("invalidDrop", Boolean.toString(isOn("INVALID_DROP")));
    return letters;
  }

  /** Returns what the plugin's rules are made of; groups and loopback are its own process's. */
  public ChainParameters parameters() {
    return ChainParameters.builder()
        .mode(value(MODE))
        .proxyPort(PROXY_PORT)
        .inboundPort(INBOUND_PORT)
        .uid(Packet.owner(id(proxyUser)))
        .gid(Packet.owner(id(proxyGroup)))
        .includeRanges(value(INCLUDE_RANGES))
        .excludeRanges(value(EXCLUDE_RANGES))
        .includeInbound(value(INCLUDE_INBOUND))
        .excludeInbound(excludeInbound())
        .includeOutbound(value(INCLUDE_OUTBOUND))
        .excludeOutbound(value(EXCLUDE_OUTBOUND))
        .virtualInterfaces(virtualInterfaces())
        .excludeInterfaces(value(EXCLUDE_INTERFACES))
        .loopback("127.0.0.1/32")
        .groups("*")
        .excludeGroups("")
        .dns(isOn("ISTIO_META_DNS_CAPTURE"))
        .allDns(true)
        .dualStack(isOn("ISTIO_DUAL_STACK"))
        .tool(tool)
        .build();
  }
}
