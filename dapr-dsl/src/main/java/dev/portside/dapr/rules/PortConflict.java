package dev.portside.dapr.rules;

import dev.portside.check.Found;
import dev.portside.check.Rank;
import dev.portside.check.Rule;
import dev.portside.check.Scene;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprAnnotations;
import dev.portside.dapr.DaprTraffic;
import dev.portside.dapr.injection.AnnotationTable;
import dev.portside.dapr.injection.SidecarService;
import dev.portside.manifest.Workload;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.yaml.Pointer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Two processes of a pod want one port, or Dapr's own Service cannot have it. */
final class PortConflict extends Rule {

  /** Roles that daprd checks itself when it starts: it exits. */
  private static final Set<String> CHECKED = Set.of("dapr-http", "dapr-grpc");

  /** The annotation that moves the port of a role, in the pod and in the Service. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "dapr-grpc", "grpc-port",
          "dapr-internal", "internal-grpc-port",
          "dapr-metrics", "metrics-port",
          "dapr-debug", "debug-port");

  PortConflict() {
    super(
        "dapr-port-conflict",
        Severity.ERROR,
        Rank.SETTING,
        "a port of the sidecar is also used by something else");
  }

  @Override
  public void check(Scene scene, Found found) {
    DaprAnnotations known = Keys.known(scene);
    for (Workload workload : scene.manifests().workloads()) {
      if (known.hasSidecar(workload)) {
        new Pod(this, known, workload, found).judge(scene.traffic().ends(workload));
      }
    }
  }

  /** The pods of one workload. */
  private record Pod(PortConflict rule, DaprAnnotations known, Workload workload, Found found) {

    void judge(List<End> ends) {
      Map<Integer, String> listeners = new LinkedHashMap<>();
      Set<Integer> reported = new HashSet<>();
      for (End end : ends) {
        int port = end.use().peer().port();
        String role = end.use().role();
        String earlier = isListener(end) ? listeners.putIfAbsent(port, role) : null;
        if (earlier != null && !earlier.equals(role) && reported.add(port)) {
          add(
              field(end.use().written().isEmpty() ? earlier : role),
              port,
              "port %d is both %s and %s of daprd".formatted(port, earlier, role),
              "daprd exits when it cannot bind a port, or never opens its health port");
        }
      }
      service(reported);
      Set<Integer> declared = DeclaredPorts.of(workload);
      int appPort = known.port(workload, "app-port", 0);
      listeners.forEach((port, role) -> claimed(appPort, declared, port, role));
      host(listeners);
      Companion.of(workload).ifPresent(companion -> beside(companion, listeners));
    }

    /**
     * On the host's network a second such pod of the node, or anything else there, is in the way.
     */
    private void host(Map<Integer, String> listeners) {
      if ("true".equals(workload.podSpec().text("hostNetwork")) && !listeners.isEmpty()) {
        Pointer field = workload.templateField().child("spec").child("hostNetwork");
        String ports =
            listeners.keySet().stream()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        found.add(
            rule.at(workload.resource(), field)
                .severity(Severity.WARNING)
                .message("hostNetwork makes daprd's ports %s ports of the node".formatted(ports))
                .why(
                    "a second such pod on the node, or anything that listens there, such as"
                        + " another daprd or a node exporter, takes them: daprd exits. Istio"
                        + " injects nothing into such pods")
                .help("remove hostNetwork, or move daprd's ports to numbers that nobody else has")
                .cause("hostNetwork"));
      }
    }

    private void beside(Companion companion, Map<Integer, String> listeners) {
      listeners.forEach(
          (port, role) -> {
            if (companion.ports().contains(port)) {
              add(
                  field(role),
                  port,
                  "%s, which %s adds, listens on port %d, which is %s of daprd"
                      .formatted(
                          companion.process(), workload.resource().ref().group(), port, role),
                  "the second to bind it fails, and the pod does not become ready");
            }
          });
    }

    private static boolean isListener(End end) {
      return end.use().claimant().equals(DaprTraffic.ID)
          && end.use().direction() != Direction.OUTBOUND
          && !end.use().role().equals("app-channel")
          && !end.use().group().equals("component");
    }

    /** No two ports of a Service are the same; the first is 80, and nothing moves it. */
    private void service(Set<Integer> reported) {
      if (SETTINGS.values().stream().noneMatch(this::isMoved)) {
        return;
      }
      Map<Long, String> taken = new HashMap<>();
      SidecarService.ports(workload.kind(), workload.annotations(), true)
          .forEach((role, port) -> port(role, port, taken, reported));
    }

    private boolean isMoved(String setting) {
      return workload.annotations().has(AnnotationTable.PREFIX + setting);
    }

    private void port(String role, long port, Map<Long, String> taken, Set<Integer> reported) {
      String earlier = taken.putIfAbsent(port, role);
      if (earlier != null && reported.add((int) port)) {
        boolean set = known.written(workload, SETTINGS.getOrDefault(role, "")) != null;
        add(
            field(set ? role : earlier),
            (int) port,
            "%s is on port %d, which is the port of %s in the sidecars' Service"
                .formatted(role, port, earlier),
            "the API server refuses that Service, and no other app can invoke this one");
      }
    }

    private void claimed(int appPort, Set<Integer> declared, int port, String role) {
      String key = appPort == port ? known.written(workload, "app-port") : null;
      if (key != null) {
        add(
            workload.annotationField(key),
            port,
            "app port %d is %s of daprd".formatted(port, role),
            CHECKED.contains(role)
                ? "daprd exits"
                : "daprd mistakes its own port for the app's and reports the app healthy, while the"
                    + " app cannot bind it");
      } else if (declared.contains(port)) {
        add(
            workload.containersField(),
            port,
            "a container declares port %d, which is %s of daprd".formatted(port, role),
            "the second to bind it fails");
      }
    }

    private Pointer field(String role) {
      String key = known.written(workload, SETTINGS.getOrDefault(role, ""));
      return key == null ? workload.containersField() : workload.annotationField(key);
    }

    private void add(Pointer field, int port, String message, String why) {
      found.add(
          rule.at(workload.resource(), field)
              .message(message)
              .why(why)
              .help("move one of them to a port of its own")
              .addAllAssumed(Keys.assumed(known))
              .cause("listen", port));
    }
  }
}
