package dev.portside.istio;

import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.netfilter.PodNetwork;
import dev.portside.manifest.Resource;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cluster of a recording, as its column or member {@code platform} describes it. */
public record RecordedPlatform(Mapping settings) {

  String namespace() {
    return settings.findText("namespace").orElse("apps");
  }

  public Optional<Mapping> namespaceLabels() {
    return Optional.of(settings.mapping("namespaceLabels"));
  }

  public IstioMesh mesh() {
    List<String> revisions = new ArrayList<>();
    Map<String, String> tags = new LinkedHashMap<>();
    Sequence installed = settings.sequence("revisions");
    for (int i = 0; i < installed.size(); i++) {
      String name = installed.mapping(i).findText("revision").orElseThrow();
      String revision = name.isEmpty() ? "default" : name;
      revisions.add(revision);
      installed.mapping(i).sequence("tags").texts().forEach(tag -> tags.put(tag, revision));
    }
    return IstioMesh.builder()
        .from(Platform.today().get(IstioMesh.SECTION))
        .revisions(revisions)
        .tags(tags)
        .injectsByDefault(isOn("enableNamespacesByDefault", false))
        .autoInject(text("autoInject", "enabled"))
        .neverInjectSelector(selectors("neverInjectSelector"))
        .alwaysInjectSelector(selectors("alwaysInjectSelector"))
        .cni(isOn("cni", false))
        .nativeNftables(isOn("nativeNftables", false))
        .nativePolicy(nativePolicy())
        .kubelets(kubelets())
        .holdsApplication(isOn("hold", false))
        .holdsApplicationAlways(isOn("holdValue", false))
        .includeInboundPorts(text("meshIncludeInboundPorts", "*"))
        .excludeInboundPorts(text("meshExcludeInboundPorts", ""))
        .includeOutboundPorts(text("meshIncludeOutboundPorts", ""))
        .excludeOutboundPorts(text("meshExcludeOutboundPorts", ""))
        .includeIpRanges(text("meshIncludeIPRanges", "*"))
        .excludeIpRanges(text("meshExcludeIPRanges", ""))
        .statusPort(Integer.parseInt(text("meshStatusPort", "15020")))
        .agentStatusPort(Integer.parseInt(text("meshConfigStatusPort", "15020")))
        .interceptionMode(
            IstioMesh.InterceptionMode.valueOf(text("meshInterceptionMode", "REDIRECT")))
        .proxyMetadata(metadata())
        .proxyListenPort(Integer.parseInt(text("meshProxyListenPort", "15001")))
        .proxyInboundListenPort(Integer.parseInt(text("meshProxyInboundListenPort", "15006")))
        .rewriteAppHttpProbe(isOn("rewriteAppHTTPProbe", true))
        .ambientDnsCapture(isOn("ambientDnsCapture", true))
        .build();
  }

  private IstioMesh.NativeSidecars nativePolicy() {
    return switch (text("native", "false")) {
      case "true" -> IstioMesh.NativeSidecars.TRUE;
      case "auto" -> IstioMesh.NativeSidecars.AUTO;
      default -> IstioMesh.NativeSidecars.FALSE;
    };
  }

  private Map<String, String> kubelets() {
    Map<String, String> kubelets = new LinkedHashMap<>();
    List<String> versions = settings.sequence("nodes").texts();
    for (int i = 0; i < versions.size(); i++) {
      kubelets.put("node-" + i, versions.get(i));
    }
    return kubelets;
  }

  private Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    Mapping recorded = settings.mapping("meshProxyMetadata");
    recorded.keys().forEach(key -> metadata.put(key, recorded.findText(key).orElseThrow()));
    return metadata;
  }

  private List<String> selectors(String key) {
    List<String> selectors = new ArrayList<>();
    for (Tree selector : settings.sequence(key)) {
      selectors.add(selector((Mapping) selector));
    }
    return selectors;
  }

  private static String selector(Mapping selector) {
    List<String> terms = new ArrayList<>();
    Mapping labels = selector.mapping("matchLabels");
    labels.keys().forEach(key -> terms.add(key + "=" + labels.findText(key).orElseThrow()));
    for (Tree each : selector.sequence("matchExpressions")) {
      Mapping expression = (Mapping) each;
      String key = expression.findText("key").orElseThrow();
      String values = "(" + String.join(",", expression.sequence("values").texts()) + ")";
      terms.add(
          switch (expression.findText("operator").orElseThrow()) {
            case "In" -> key + " in " + values;
            case "NotIn" -> key + " notin " + values;
            case "Exists" -> key;
            default -> "!" + key;
          });
    }
    return String.join(",", terms);
  }

  public PodNetwork network() {
    List<String> servers =
        settings.has("resolv")
            ? settings.sequence("resolv").texts().stream().filter(s -> !s.equals("none")).toList()
            : PodNetwork.USUAL.nameservers();
    return new PodNetwork(
        isOn("podHasIPv4", true), isOn("podHasIPv6", false), servers, !isOn("noServices", false));
  }

  /** Returns the pod of a recording. */
  public Workload pod(Mapping labels, Mapping annotations, Mapping spec) {
    Mapping metadata =
        Mapping.builder()
            .put("name", "pod")
            .put("labels", labels)
            .put("annotations", annotations)
            .build();
    Mapping pod =
        Mapping.builder()
            .put("apiVersion", "v1")
            .put("kind", "Pod")
            .put("metadata", metadata)
            .put("spec", spec)
            .build();
    return Workload.of(Resource.made("vector", 0, pod, namespace())).orElseThrow();
  }

  /** Returns the spec of a pod that defines its proxy's container itself. */
  public static Mapping withProxy(Mapping securityContext) {
    return Mapping.of(
        "containers",
        Sequence.of(
            Mapping.builder()
                .put("name", "istio-proxy")
                .put("securityContext", securityContext)
                .build()));
  }

  public boolean isOn(String key, boolean otherwise) {
    return settings.findText(key).map("true"::equals).orElse(otherwise);
  }

  String text(String key, String otherwise) {
    return settings.findText(key).orElse(otherwise);
  }
}
