package dev.portside.istio.mesh;

import dev.portside.Internal;
import dev.portside.platform.Table;
import java.util.List;

/** The annotations and labels of Istio that the model reads, from the table of them. */
@Internal
public final class IstioKeys {

  private static final List<Table.Row> ROWS = Table.read(IstioKeys.class, "annotations.txt");
  private static final List<String> CAPTURE =
      ROWS.stream()
          .filter(row -> row.get("capture").equals("yes"))
          .map(row -> row.get("key"))
          .toList();

  public static final String INCLUDE_INBOUND_PORTS = key("includeInboundPorts");
  public static final String EXCLUDE_INBOUND_PORTS = key("excludeInboundPorts");
  public static final String INCLUDE_OUTBOUND_PORTS = key("includeOutboundPorts");
  public static final String EXCLUDE_OUTBOUND_PORTS = key("excludeOutboundPorts");
  public static final String INCLUDE_OUTBOUND_RANGES = key("includeOutboundIPRanges");
  public static final String EXCLUDE_OUTBOUND_RANGES = key("excludeOutboundIPRanges");
  public static final String EXCLUDE_INTERFACES = key("excludeInterfaces");
  public static final String INTERCEPTION_MODE = key("interceptionMode");
  public static final String STATUS_PORT = key("statusPort");
  public static final String INJECT = key("inject");
  public static final String NATIVE_SIDECAR = key("nativeSidecar");
  public static final String PROXY_CONFIG = key("proxyConfig");
  public static final String TLS_MODE = key("tlsMode");
  static final String EXPORT_TO = key("exportTo");
  public static final String INJECTION = key("injection");
  public static final String REVISION = key("revision");
  public static final String DATAPLANE_MODE = key("dataplaneMode");
  public static final String REROUTE_INTERFACES = key("rerouteInterfaces");
  public static final String KUBEVIRT_INTERFACES = key("kubevirtInterfaces");
  public static final String MERGE_METRICS = key("mergeMetrics");
  public static final String REWRITE_PROBES = key("rewriteProbes");
  public static final String TEMPLATES = key("templates");
  public static final String OVERRIDES = key("overrides");
  public static final String BYPASS_INBOUND = key("bypassInbound");
  public static final String AMBIENT_DNS = key("ambientDns");

  private IstioKeys() {}

  private static String key(String name) {
    return ROWS.stream()
        .filter(row -> row.get("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no row " + name))
        .get("key");
  }

  /** Returns the table of them. */
  public static List<Table.Row> rows() {
    return ROWS;
  }

  /** Returns the annotations that steer capture and mean nothing on a pod without a sidecar. */
  public static List<String> capture() {
    return CAPTURE;
  }

  /** Returns the label and annotation by which a pod asks for a sidecar or refuses it. */
  public static String inject() {
    return INJECT;
  }

  /** Returns the label by which a namespace asks for sidecars or refuses them. */
  public static String injection() {
    return INJECTION;
  }

  /** Returns the label that picks a revision. */
  public static String revision() {
    return REVISION;
  }

  /** Returns the label that puts a namespace or a pod into ambient mode. */
  public static String dataplaneMode() {
    return DATAPLANE_MODE;
  }

  /** Returns the annotation by which a pod chooses a native sidecar or a classic one. */
  public static String nativeSidecar() {
    return NATIVE_SIDECAR;
  }
}
