package dev.portside.traffic;

import dev.portside.manifest.Manifests;
import dev.portside.manifest.ServiceView;
import dev.portside.manifest.Workload;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.function.Consumer;

/**
 * What the cluster itself asks of pods: the kubelet's probes, and metrics where annotations
 * announce them. Source: Kubernetes 1.36 API reference, Container; the annotations are Prometheus's
 * convention, documentation/examples/prometheus-kubernetes.yml @3.7.
 */
final class ClusterClaims {

  /** The role of a claim that comes from a probe. */
  static final String PROBE = "probe";

  private static final String METRICS = "metrics";
  private static final String SCRAPE = "prometheus.io/scrape";
  private static final String SCRAPED_PORT = "prometheus.io/port";
  private static final String SCRAPED_SCHEME = "prometheus.io/scheme";
  private static final String[] PROBES = {"livenessProbe", "readinessProbe", "startupProbe"};
  private static final String[] HANDLERS = {"httpGet", "tcpSocket", "grpc"};

  private final Workload workload;
  private final Consumer<PortUse> claims;

  private ClusterClaims(Workload workload, Consumer<PortUse> claims) {
    this.workload = workload;
    this.claims = claims;
  }

  static void claims(Manifests manifests, Consumer<PortUse> claims) {
    for (Workload workload : manifests.workloads()) {
      ClusterClaims own = new ClusterClaims(workload, claims);
      own.probes("containers");
      own.probes("initContainers");
      own.metrics();
    }
  }

  private void probes(String list) {
    Sequence containers = workload.podSpec().sequence(list);
    for (int i = 0; i < containers.size(); i++) {
      Mapping container = containers.mapping(i);
      Pointer field = workload.containersField().parent().child(list).child(i);
      for (String probe : PROBES) {
        if (container.has(probe)) {
          probe(container, field.child(probe), container.mapping(probe));
        }
      }
    }
  }

  private void probe(Mapping container, Pointer field, Mapping probe) {
    for (String handler : HANDLERS) {
      Mapping asked = probe.mapping(handler);
      int port = port(container, asked.findText("port").orElse(""));
      // With a host, the kubelet asks somebody else than the pod.
      if (port > 0 && asked.findText("host").orElse("").isEmpty()) {
        boolean tls = "HTTPS".equalsIgnoreCase(asked.text("scheme"));
        claims.accept(
            claim(Peer.Callers.KUBELET, port, PROBE, field.child(handler).child("port"))
                .protection(tls ? Protection.by("tls") : Protection.plaintext())
                .protocol(protocol(handler))
                .group("health")
                .purpose("probes of the app")
                .fact("Kubernetes API, Container " + field.last())
                .build());
      }
    }
  }

  private static Protocol protocol(String handler) {
    return switch (handler) {
      case "httpGet" -> Protocol.HTTP1;
      case "grpc" -> Protocol.HTTP2;
      default -> Protocol.UNKNOWN;
    };
  }

  /** A name stands for a port of the container itself. */
  private static int port(Mapping container, String port) {
    Sequence declared = container.sequence("ports");
    for (int i = 0; i < declared.size(); i++) {
      if (port.equals(declared.mapping(i).text("name"))) {
        return ServiceView.number(declared.mapping(i).findText("containerPort").orElse(""));
      }
    }
    return ServiceView.number(port);
  }

  private void metrics() {
    String port = workload.annotation(SCRAPED_PORT);
    int number = port == null ? 0 : ServiceView.number(port);
    if (number > 0 && "true".equals(workload.annotation(SCRAPE))) {
      boolean tls = "https".equals(workload.annotation(SCRAPED_SCHEME));
      claims.accept(
          claim(Peer.Callers.SCRAPERS, number, METRICS, workload.annotationField(SCRAPED_PORT))
              .protection(tls ? Protection.by("tls") : Protection.plaintext())
              .protocol(Protocol.HTTP1)
              .group(METRICS)
              .purpose("metrics of the app")
              .fact("Prometheus's annotations of pods")
              .build());
    }
  }

  private PortUse.Builder claim(String caller, int port, String role, Pointer written) {
    return PortUse.builder()
        .party(new Party.Pods(workload))
        .process("app")
        .peer(new Peer.Callers(caller, port))
        .role(role)
        .claimant(PortUse.KUBERNETES)
        .written(workload.resource().source(written));
  }
}
