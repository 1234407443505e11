package dev.portside.istio.pod;

import dev.portside.istio.mesh.IstioKeys;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Workload;
import dev.portside.value.GoNumber;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the probes of a pod: they go by way of the sidecar, which asks the app on behalf
 * of the kubelet. Source: istio/istio pkg/kube/inject/app_probe.go @1.31.
 */
public final class RewrittenProbes {

  /** A probe or hook of a container: its field, its name in paths. */
  private record Kind(String name, String field, boolean hook, String path) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("readiness", "readinessProbe", false, "/app-health/%s/readyz"),
          new Kind("liveness", "livenessProbe", false, "/app-health/%s/livez"),
          new Kind("startup", "startupProbe", false, "/app-health/%s/startupz"),
          new Kind("preStop", "preStop", true, "/app-lifecycle/%s/prestopz"),
          new Kind("postStart", "postStart", true, "/app-lifecycle/%s/poststartz"));

  private final List<RewrittenProbe> probes = new ArrayList<>();
  private final boolean rewrites;
  private final int statusPort;
  private final String known;

  RewrittenProbes(Workload workload, IstioMesh mesh, boolean proxied) {
    Boolean own = bool(workload.annotation(IstioKeys.REWRITE_PROBES));
    this.rewrites = proxied && (own == null ? mesh.rewriteAppHttpProbe() : own);
    String port = workload.annotation(IstioKeys.STATUS_PORT);
    // The injector reads the annotation's number without trimming it, and takes 0 otherwise.
    this.statusPort =
        port == null
            ? mesh.agentStatusPort()
            : port.matches("[+-]?[0-9]{1,9}") ? Integer.parseInt(port) : 0;
    this.known = Integer.toString(mesh.agentStatusPort());
    for (String list : new String[] {"containers", "initContainers"}) {
      Sequence containers = workload.podSpec().sequence(list);
      for (int i = 0; i < containers.size(); i++) {
        Mapping container = containers.mapping(i);
        if (!InitArguments.PROXY.equals(container.text("name"))) {
          KINDS.forEach(kind -> read(container, kind));
        }
      }
    }
  }

  private static @Nullable Boolean bool(@Nullable String text) {
    return text == null ? null : GoNumber.bool(text);
  }

  private void read(Mapping container, Kind kind) {
    Mapping holder = kind.hook() ? container.mapping("lifecycle") : container;
    if (!holder.has(kind.field())) {
      return;
    }
    Mapping probe = holder.mapping(kind.field());
    String name = container.findText("name").orElse("");
    String path = kind.path().formatted(name);
    String handler = handler(probe);
    boolean asked = probe.has("httpGet") || probe.has("tcpSocket") || probe.has("grpc");
    if (!rewrites || !asked) {
      probes.add(new RewrittenProbe(name, kind.name(), handler, "", false));
      return;
    }
    String scheme = probe.mapping("httpGet").has("scheme") ? "HTTP" : "";
    String port = port(probe);
    boolean recorded = !port.equals(known) && resolved(container, port);
    probes.add(
        new RewrittenProbe(
            name,
            kind.name(),
            "%s:%d%s".formatted(scheme, statusPort, path),
            recorded ? path : "",
            true));
  }

  private static String port(Mapping probe) {
    for (String handler : new String[] {"httpGet", "tcpSocket", "grpc"}) {
      if (probe.has(handler)) {
        return probe.mapping(handler).findText("port").orElse("");
      }
    }
    return "";
  }

  /** A port's name is looked up among the container's own ports only. */
  private static boolean resolved(Mapping container, String port) {
    Sequence ports = container.sequence("ports");
    boolean named = !port.matches("[0-9]+");
    for (int i = 0; named && i < ports.size(); i++) {
      if (port.equals(ports.mapping(i).text("name"))) {
        return true;
      }
    }
    return !named;
  }

  private static String handler(Mapping probe) {
    Mapping http = probe.mapping("httpGet");
    if (probe.has("httpGet")) {
      return "%s:%s%s"
          .formatted(
              http.findText("scheme").orElse(""),
              http.findText("port").orElse(""),
              http.findText("path").orElse(""));
    }
    for (String other : new String[] {"tcpSocket", "grpc"}) {
      if (probe.has(other)) {
        return (other.equals("grpc") ? "grpc:" : "tcp:")
            + probe.mapping(other).findText("port").orElse("");
      }
    }
    return probe.has("sleep") ? "sleep" : "exec";
  }

  /** Returns all probes and hooks, those of the proxy left out. */
  public List<RewrittenProbe> all() {
    return probes;
  }

  /** Returns what the kubelet does, by {@code container/kind}. */
  Map<String, String> handlers() {
    Map<String, String> handlers = new TreeMap<>();
    probes.forEach(each -> handlers.put(each.container() + "/" + each.kind(), each.handler()));
    return handlers;
  }

  /**
   * Returns the port by way of which the kubelet asks; 0 when it asks the containers themselves.
   */
  int relayPort() {
    return rewrites ? statusPort : 0;
  }

  /** Returns the paths by which the sidecar knows the originals. */
  List<String> recorded() {
    return probes.stream()
        .map(RewrittenProbe::path)
        .filter(path -> !path.isEmpty())
        .sorted()
        .toList();
  }
}
