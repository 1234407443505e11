package dev.portside.istio;

import dev.portside.platform.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The annotations and labels of Istio that the model reads, from the table of them. */
public final class IstioKeys {

  private static final List<Table.Row> ROWS = Table.read(IstioKeys.class, "annotations.txt");
  private static final List<String> CAPTURE =
      ROWS.stream()
          .filter(row -> row.get("capture").equals("yes"))
          .map(row -> row.get("key"))
          .toList();

  static final String INCLUDE_INBOUND_PORTS = key("includeInboundPorts");
  static final String EXCLUDE_INBOUND_PORTS = key("excludeInboundPorts");
  static final String INCLUDE_OUTBOUND_PORTS = key("includeOutboundPorts");
  static final String EXCLUDE_OUTBOUND_PORTS = key("excludeOutboundPorts");
  static final String INCLUDE_OUTBOUND_RANGES = key("includeOutboundIPRanges");
  static final String EXCLUDE_OUTBOUND_RANGES = key("excludeOutboundIPRanges");
  static final String EXCLUDE_INTERFACES = key("excludeInterfaces");
  static final String INTERCEPTION_MODE = key("interceptionMode");
  static final String STATUS_PORT = key("statusPort");
  static final String INJECT = key("inject");
  static final String NATIVE_SIDECAR = key("nativeSidecar");
  static final String PROXY_CONFIG = key("proxyConfig");
  static final String TLS_MODE = key("tlsMode");
  static final String EXPORT_TO = key("exportTo");
  static final String INJECTION = key("injection");
  static final String REVISION = key("revision");
  static final String DATAPLANE_MODE = key("dataplaneMode");
  static final String REROUTE_INTERFACES = key("rerouteInterfaces");
  static final String KUBEVIRT_INTERFACES = key("kubevirtInterfaces");
  static final String MERGE_METRICS = key("mergeMetrics");
  static final String REWRITE_PROBES = key("rewriteProbes");
  static final String TEMPLATES = key("templates");
  static final String OVERRIDES = key("overrides");
  static final String BYPASS_INBOUND = key("bypassInbound");
  static final String AMBIENT_DNS = key("ambientDns");

  private static final Map<String, Grammar> GRAMMARS = new LinkedHashMap<>();

  static {
    for (Table.Row row : ROWS) {
      String grammar = row.get("grammar").toUpperCase(Locale.ROOT).replace('-', '_');
      GRAMMARS.put(row.get("key"), Grammar.valueOf(grammar));
    }
  }

  private IstioKeys() {}

  private static String key(String name) {
    return ROWS.stream()
        .filter(row -> row.get("name").equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no row " + name))
        .get("key");
  }

  /** Returns what the injector takes as the value of an annotation. */
  static Grammar grammar(String key) {
    return GRAMMARS.getOrDefault(key, Grammar.ANY);
  }

  /** Returns whether a key is an annotation that Istio reads. */
  static boolean isAnnotation(String key) {
    return GRAMMARS.containsKey(key);
  }

  /** Returns the annotations that steer capture and mean nothing on a pod without a sidecar. */
  public static List<String> capture() {
    return CAPTURE;
  }
}
