package dev.portside.istio.pod;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.istio.netfilter.ChainParameters;
import dev.portside.istio.netfilter.ChainTool;
import dev.portside.manifest.Workload;
import dev.portside.value.GoNumber;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A pod as it is after injection: which containers it has, in what order, as whom the proxy runs,
 * who writes the rules and what they are made of. Immutable. Source: istio/istio
 * manifests/charts/istio-control/istio-discovery/files/injection-template.yaml,
 * pkg/kube/inject/webhook.go @1.31.
 */
public final class InjectedPod {

  static final String INIT = "istio-init";

  private final Workload workload;
  private final IstioMesh mesh;
  private final ProxyConfig config;
  private final Templates templates;
  private final InitArguments arguments;

  public InjectedPod(Workload workload, IstioMesh mesh) {
    this.workload = workload;
    this.mesh = mesh;
    this.config = ProxyConfig.of(mesh, workload.annotation(IstioKeys.PROXY_CONFIG));
    this.templates = Templates.of(workload);
    this.arguments = new InitArguments(workload, mesh, config);
  }

  public ProxyConfig config() {
    return config;
  }

  public Templates templates() {
    return templates;
  }

  public InitArguments arguments() {
    return arguments;
  }

  /** Returns whether rules are due in the pod. */
  boolean captures() {
    return templates.captures() && !arguments.mode().equals("NONE");
  }

  /** Returns what the rules in the pod are made of, or null when none are written. */
  public @Nullable ChainParameters parameters() {
    if (!captures()) {
      return null;
    }
    if (!mesh.cni()) {
      return arguments.parameters();
    }
    return cniSkips() == null ? cniPlugin().parameters() : null;
  }

  /** Returns whether the proxy is an init container that goes on running. */
  public boolean isNative() {
    if (!templates.captures()) {
      return false;
    }
    String own = workload.annotation(IstioKeys.NATIVE_SIDECAR);
    return own == null || own.isEmpty()
        ? mesh.runsNative(workload.podSpec().text("nodeName"))
        : !own.equals("false");
  }

  /** Returns whether the app's containers start after the proxy is ready. */
  public boolean holds() {
    return !isNative() && (templates.captures() && config.holdsApplication() || templates.waits());
  }

  /** Returns whether the rules are there before any init container of the app's starts. */
  public boolean hasRulesAtInit() {
    return mesh.cni() || isNative();
  }

  /** Returns the names of containers of the user's own. */
  List<String> names(String list) {
    List<String> names = new ArrayList<>();
    Sequence containers = workload.podSpec().sequence(list);
    for (int i = 0; i < containers.size(); i++) {
      String name = containers.mapping(i).findText("name").orElse("");
      if (!name.equals(InitArguments.PROXY)) {
        names.add(name);
      }
    }
    return names;
  }

  /** Returns the proxy's user; in mode TPROXY it has to be root. */
  String proxyUser() {
    if (arguments.mode().equals("TPROXY")) {
      return "0";
    }
    String own = arguments.userProxy().mapping("securityContext").text("runAsUser");
    return own == null ? InitArguments.PROXY_ID : own;
  }

  /** Returns the proxy's group. */
  String proxyGroup() {
    String own = arguments.userProxy().mapping("securityContext").text("runAsGroup");
    return own == null ? InitArguments.PROXY_ID : own;
  }

  public RewrittenProbes probes() {
    return new RewrittenProbes(workload, mesh, templates.hasProxy());
  }

  /** Returns the annotations that steer capture, as far as the template adds or changes them. */
  Map<String, String> annotationsWritten() {
    Map<String, String> written = new TreeMap<>();
    if (templates.captures() && mesh.cni()) {
      cniAnnotations(written);
    }
    Mapping own = workload.annotations();
    written.entrySet().removeIf(each -> each.getValue().equals(own.text(each.getKey())));
    return written;
  }

  /** The plugin reads the pod's annotations, and so the effective values go there. */
  private void cniAnnotations(Map<String, String> written) {
    write(written, IstioKeys.INTERCEPTION_MODE, arguments.mode());
    write(written, IstioKeys.INCLUDE_OUTBOUND_RANGES, arguments.includeRanges());
    write(written, IstioKeys.EXCLUDE_OUTBOUND_RANGES, arguments.excludeRanges());
    written.put(IstioKeys.INCLUDE_INBOUND_PORTS, InitArguments.folded(arguments.includeInbound()));
    write(written, IstioKeys.EXCLUDE_INBOUND_PORTS, arguments.ownExcludeInbound());
    write(written, IstioKeys.INCLUDE_OUTBOUND_PORTS, arguments.includeOutbound());
    write(written, IstioKeys.EXCLUDE_OUTBOUND_PORTS, arguments.excludeOutbound());
  }

  private static void write(Map<String, String> written, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      written.put(key, InitArguments.folded(value));
    }
  }

  /** Returns what Istio's CNI plugin makes of the pod. */
  public CniPlugin cniPlugin() {
    Map<String, String> annotations = new LinkedHashMap<>();
    Mapping own = workload.annotations();
    for (String key : own.keys()) {
      annotations.put(key, own.findText(key).orElse(""));
    }
    annotations.putAll(annotationsWritten());
    return new CniPlugin(
        annotations,
        config,
        mesh.nativeNftables() ? ChainTool.NFT : ChainTool.IPTABLES,
        proxyUser(),
        proxyGroup());
  }

  /** Returns why Istio's CNI plugin writes no rules in the pod, in words, or null when it does. */
  public @Nullable String cniSkips() {
    String asked = InjectionDecision.asked(workload);
    if (asked != null && Boolean.FALSE.equals(GoNumber.bool(asked))) {
      return "%s is \"%s\"".formatted(IstioKeys.INJECT, asked);
    }
    if (GoNumber.isTrue(config.metadata().get("DISABLE_ENVOY"))) {
      return "DISABLE_ENVOY is true";
    }
    if (names("initContainers").contains(INIT)) {
      return "a container of the pod is named " + INIT;
    }
    if (!templates.captures()) {
      return "its template has no sidecar";
    }
    return workload.namespace().toLowerCase(Locale.ROOT).equals("kube-system")
        ? "namespace kube-system is excluded"
        : null;
  }
}
