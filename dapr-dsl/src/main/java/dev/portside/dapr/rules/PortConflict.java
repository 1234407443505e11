package dev.portside.dapr.rules;

import dev.portside.check.Cause;
import dev.portside.check.Finding;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.RuleInfo;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.dapr.DaprRuntime;
import dev.portside.dapr.DaprTraffic;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Two processes of a pod want one port, or Dapr's own Service cannot have it. */
final class PortConflict implements Rule {

  private static final RuleInfo INFO =
      new RuleInfo(
          "dapr-port-conflict",
          Severity.ERROR,
          Rank.SETTING,
          "a port of the sidecar is also somebody else's");

  private static final String SIDECAR = "daprd";

  /** The port of {@code dapr-http} in the Service that the operator makes; no other may have it. */
  private static final int SERVICE_HTTP = 80;

  /** The roles whose ports are ports of that Service. */
  private static final Set<String> SERVED = Set.of("dapr-grpc", "dapr-internal", "dapr-metrics");

  @Override
  public RuleInfo info() {
    return INFO;
  }

  @Override
  public Stream<Finding> check(Scene scene) {
    DaprAnnotations known = DaprAnnotations.at(scene.platform().get(DaprRuntime.SECTION).version());
    return scene.manifests().workloads().stream()
        .flatMap(workload -> findings(scene, known, workload).stream());
  }

  private static List<Finding> findings(Scene scene, DaprAnnotations known, Workload workload) {
    List<Finding> findings = new ArrayList<>();
    List<End> listeners = new ArrayList<>();
    for (End end : scene.traffic().ends(workload)) {
      if (!isListener(end)) {
        continue;
      }
      String role = end.use().role();
      int port = end.use().peer().port();
      End earlier = at(port, listeners);
      if (earlier == null) {
        listeners.add(end);
      } else if (!earlier.use().role().equals(role)) {
        findings.add(
            finding(
                workload,
                field(known, workload, end.use().written().isEmpty() ? earlier : end),
                port,
                "port %d is both %s and %s of daprd".formatted(port, earlier.use().role(), role),
                "daprd exits when it cannot bind a port"));
      }
      if (port == SERVICE_HTTP && SERVED.contains(role)) {
        findings.add(
            finding(
                workload,
                field(known, workload, end),
                port,
                "%s is on port 80, which is dapr-http's in the Service of the sidecars"
                    .formatted(role),
                "the API server refuses that Service, and nobody can invoke the app"));
      }
    }
    if (!listeners.isEmpty()) {
      int appPort = known.port(workload, "app-port", 0);
      for (End end : listeners) {
        claimed(known, workload, appPort, end.use().peer().port(), end.use().role(), findings);
      }
    }
    return findings;
  }

  private static @Nullable End at(int port, List<End> listeners) {
    for (End listener : listeners) {
      if (listener.use().peer().port() == port) {
        return listener;
      }
    }
    return null;
  }

  private static boolean isListener(End end) {
    return end.use().claimant().equals(DaprTraffic.ID)
        && end.use().direction() != Direction.OUTBOUND
        && !end.use().role().equals("app-channel")
        && !end.use().group().equals("component");
  }

  private static Pointer field(DaprAnnotations known, Workload workload, End end) {
    String concept =
        switch (end.use().role()) {
          case "dapr-internal" -> "internal-grpc-port";
          case "dapr-metrics" -> "metrics-port";
          case "dapr-debug" -> "debug-port";
          default -> "grpc-port";
        };
    String key = known.written(workload, concept);
    return key == null ? workload.containersField() : workload.annotationField(key);
  }

  private static void claimed(
      DaprAnnotations known,
      Workload workload,
      int appPort,
      int port,
      String role,
      List<Finding> findings) {
    String key = appPort == port ? known.written(workload, "app-port") : null;
    if (key != null) {
      findings.add(
          finding(
              workload,
              workload.annotationField(key),
              port,
              "app port %d is %s of daprd".formatted(port, role),
              "daprd exits, or takes its own port for the app and reports it healthy"));
    } else if (isDeclared(workload, port)) {
      findings.add(
          finding(
              workload,
              workload.containersField(),
              port,
              "a container declares port %d, which is %s of daprd".formatted(port, role),
              "whoever binds it second fails"));
    }
  }

  /** Pods read from a cluster hold the sidecar itself, which declares its own ports. */
  private static boolean isDeclared(Workload workload, int port) {
    Sequence containers = workload.containers();
    for (int i = 0; i < containers.size(); i++) {
      boolean sidecar = SIDECAR.equals(containers.mapping(i).text("name"));
      if (!sidecar && declares(containers.mapping(i), port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean declares(Mapping container, int port) {
    Sequence ports = container.sequence("ports");
    for (int i = 0; i < ports.size(); i++) {
      String protocol = ports.mapping(i).text("protocol");
      boolean tcp = protocol == null || protocol.equals("TCP");
      if (tcp && Integer.toString(port).equals(ports.mapping(i).text("containerPort"))) {
        return true;
      }
    }
    return false;
  }

  private static Finding finding(
      Workload workload, Pointer field, int port, String message, String why) {
    return Finding.of(INFO, workload.resource(), field)
        .message(message)
        .why(why)
        .help("move one of them to a port of its own")
        .addCauses(new Cause(workload.resource().target(), "listen", port))
        .build();
  }
}
