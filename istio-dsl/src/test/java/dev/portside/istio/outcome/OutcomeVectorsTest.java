package dev.portside.istio.outcome;

import dev.portside.istio.Vectors;
import dev.portside.istio.capture.IstioTraffic;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.traffic.ClientEnd;
import dev.portside.traffic.Meeting;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Outcome.Result;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Protection;
import dev.portside.traffic.Protocol;
import dev.portside.traffic.ServerEnd;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.TrafficSource;
import dev.portside.traffic.Tri;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Each row is a call that was made through a real data plane of Istio 1.31. Its settings are
 * written as manifests, and the model is asked what becomes of the call: so that injection,
 * capture, policies, rules and the outcome are all proven at once.
 */
final class OutcomeVectorsTest {

  private static final int POD_PORT = 8080;
  private static final int OTHER_PORT = 9080;
  private static final String APP_LAYER = "app-tls";

  @Test
  void outcome_asRecorded() {
    Vectors.Judge judge = new Vectors.Judge("outcome.csv");
    for (Map<String, String> row : Vectors.csv("outcome.csv")) {
      String difference = difference(row, outcome(row));
      judge.judge(row.get("case"), difference.isEmpty() ? "" : difference + ": " + row);
    }
    judge.finish();
  }

  private static String difference(Map<String, String> row, Outcome outcome) {
    if (!row.get("result").equals("works")) {
      return outcome.isBroken() ? "" : "not broken but " + outcome;
    }
    List<String> layers =
        switch (row.get("encrypted_by")) {
          case "nobody" -> List.of();
          case "application" -> List.of(APP_LAYER);
          case "istio" -> List.of(IstioOutcome.LAYER);
          case "istio+application" -> List.of(IstioOutcome.LAYER, APP_LAYER);
          case "client-proxy-simple-tls" -> List.of("tls");
          default -> throw new AssertionError(row);
        };
    boolean works = !outcome.isBroken() && outcome.result() != Result.UNKNOWN;
    if (!works || !outcome.layers().equals(layers)) {
      return "not " + layers + " but " + outcome;
    }
    String enforced = row.get("policy_enforced");
    Tri expected = Tri.of(enforced.startsWith("yes"));
    return enforced.equals("not-run") || outcome.policiesEnforced() == expected
        ? ""
        : "policies not " + expected + " but " + outcome;
  }

  private static Outcome outcome(Map<String, String> row) {
    return new World(row).outcome();
  }

  /** The settings of a row as manifests, and its call as two claims. */
  private static final class World implements TrafficSource {

    private static final Map<String, Manifests> SEEN = new HashMap<>();

    private final Map<String, String> row;
    private final String destination;
    private final String variant;
    private final boolean external;
    private final StringBuilder yaml = new StringBuilder();

    World(Map<String, String> row) {
      this.row = row;
      this.destination = row.get("destination");
      this.variant = row.get("variant");
      this.external = destination.startsWith("external") || destination.startsWith("serviceentry");
    }

    @Override
    public String id() {
      return "recorded";
    }

    Outcome outcome() {
      Traffic traffic = Traffic.of(manifests(), List.of(new IstioTraffic() {}, this));
      ClientEnd client = (ClientEnd) traffic.ends().get(0);
      Meeting meeting = new Meeting(client.use().peer(), client.wire());
      return traffic.outcome(client, (ServerEnd) traffic.ends().get(1), meeting);
    }

    @Override
    public void claims(Manifests manifests, Consumer<PortUse> claims) {
      Map<String, Workload> workloads = new HashMap<>();
      manifests.workloads().forEach(w -> workloads.put(w.resource().name(), w));
      boolean tls = row.get("app_protocol").matches("app-mtls-grpc|daprd-invoke .Dapr mTLS.");
      Protection own = tls ? Protection.by(APP_LAYER) : Protection.plaintext();
      boolean https = destination.equals("serviceentry-server-is-https");
      Party server =
          external
              ? new Party.Outside(Party.Kind.EXTERNAL, "", "server.example.com")
              : new Party.Pods(workloads.get("server"));
      claims.accept(use(new Party.Pods(workloads.get("client")), peer(), own));
      claims.accept(
          use(server, new Peer.Callers("callers", POD_PORT), https ? Protection.by("https") : own));
    }

    private PortUse use(Party party, Peer peer, Protection protection) {
      return PortUse.builder()
          .party(party)
          .process("app")
          .peer(peer)
          .protection(protection)
          .protocol(spoken())
          .role("call")
          .group("call")
          .claimant(id())
          .purpose("a recorded call")
          .fact("recorded")
          .build();
    }

    private Protocol spoken() {
      String app = row.get("app_protocol");
      return switch (app) {
        case "http1", "http1-to-https-server" -> Protocol.HTTP1;
        case "tcp-server-first" -> Protocol.SERVER_FIRST;
        default ->
            app.matches("grpc-h2c|app-mtls-grpc|daprd-invoke .*")
                ? Protocol.HTTP2
                : Protocol.CLIENT_FIRST;
      };
    }

    private Peer peer() {
      return switch (destination) {
        case "clusterip-other-targetport" -> new Peer.Service("servers", "server", OTHER_PORT);
        case "podip", "podip-port-in-no-service", "headless-by-pod-ip" ->
            new Peer.Group("callers", POD_PORT, false);
        default ->
            external
                ? new Peer.Host("server.example.com", POD_PORT)
                : new Peer.Service("servers", "server", POD_PORT);
      };
    }

    private Manifests manifests() {
      namespaces();
      pods("client", "clients", client(), "");
      if (!external) {
        server();
      }
      if (!row.get("port_naming").equals("not-in-any-service")) {
        other();
      }
      peerAuthentications();
      destinationRule();
      sidecar();
      serviceEntry();
      String key = yaml.toString() + row.get("outbound_policy") + variant;
      return SEEN.computeIfAbsent(key, k -> Vectors.manifests(platform(), yaml.toString()));
    }

    private Platform platform() {
      IstioMesh today = Platform.today().get(IstioMesh.SECTION);
      boolean closed = row.get("outbound_policy").equals("REGISTRY_ONLY") && !sidecarCloses();
      IstioMesh mesh =
          IstioMesh.builder()
              .from(today)
              .autoMtls(!variant.equals("enableAutoMtls-false"))
              .outboundPolicy(
                  closed
                      ? IstioMesh.OutboundPolicy.REGISTRY_ONLY
                      : IstioMesh.OutboundPolicy.ALLOW_ANY)
              .build();
      return Platform.today().with(IstioMesh.SECTION, mesh).closedWorld();
    }

    private boolean sidecarCloses() {
      return variant.startsWith("sidecar-") && variant.endsWith("REGISTRY_ONLY");
    }

    private void add(String document, Object... values) {
      yaml.append("---\n").append(document.formatted(values));
    }

    private void namespaces() {
      for (String name : List.of("clients", "servers")) {
        add(
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: %s, labels: {istio-injection: enabled}}
            """,
            name);
      }
    }

    private String client() {
      return switch (row.get("client")) {
        case "excluded-outbound" -> exclusion("excludeOutboundPorts", POD_PORT + "," + OTHER_PORT);
        case "no-sidecar" -> NO_SIDECAR;
        default -> "";
      };
    }

    private static final String NO_SIDECAR = "no-sidecar";

    private static String exclusion(String key, String ports) {
      return "traffic.sidecar.istio.io/%s: '%s'".formatted(key, ports);
    }

    private void pods(String name, String namespace, String annotation, String label) {
      boolean without = annotation.equals(NO_SIDECAR);
      boolean asProxy = name.equals("client") && row.get("client").equals("proxy-uid");
      add(
          """
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: %s, namespace: %s}
          spec:
            template:
              metadata:
                labels: {app: %s%s}
                annotations: {%s}
              spec: {containers: [{name: app, securityContext: {%s}}]}
          """,
          name,
          namespace,
          name.replace("-sibling", ""),
          without ? ", sidecar.istio.io/inject: 'false'" : label,
          without ? "" : annotation,
          asProxy ? "runAsUser: 1337" : "");
    }

    private void server() {
      String server = row.get("server");
      // The endpoints of a headless Service keep the label that their pods had when they were made.
      boolean stale =
          destination.startsWith("headless") && variant.equals("label-tlsMode-disabled-in-place");
      String label =
          variant.startsWith("label-tlsMode-disabled") && !stale
              ? ", security.istio.io/tlsMode: disabled"
              : "";
      String annotation =
          switch (server) {
            case "excluded-inbound" -> exclusion("excludeInboundPorts", POD_PORT + "");
            case "no-sidecar" -> NO_SIDECAR;
            default -> "";
          };
      pods("server", "servers", annotation, label);
      if (destination.equals("headless-mixed-endpoints")) {
        pods("server-sibling", "servers", server.equals(NO_SIDECAR) ? "" : NO_SIDECAR, label);
      }
      if (!destination.equals("podip-port-in-no-service")) {
        service();
      }
    }

    private void service() {
      boolean named = !variant.startsWith("appProtocol-");
      String naming = row.get("port_naming");
      // The laboratory hid the Services of injected pods only.
      boolean hidden = variant.equals("exportTo-dot") && !row.get("server").equals(NO_SIDECAR);
      String exportTo = hidden ? ", annotations: {networking.istio.io/exportTo: .}" : "";
      add(
          """
          apiVersion: v1
          kind: Service
          metadata: {name: server, namespace: servers%s}
          spec:
            selector: {app: server}
            %s
            ports: [{name: %s-port, port: %d, targetPort: %d%s}]
          """,
          exportTo,
          destination.startsWith("headless") ? "clusterIP: None" : "type: ClusterIP",
          named && !naming.equals("undeclared") ? naming : "dapr",
          destination.equals("clusterip-other-targetport") ? OTHER_PORT : POD_PORT,
          POD_PORT,
          named ? "" : ", appProtocol: " + naming);
    }

    /** Other Services of the laboratory declare the same number the same way. */
    private void other() {
      String naming = row.get("port_naming");
      add(
          """
          apiVersion: v1
          kind: Service
          metadata: {name: other, namespace: others}
          spec: {selector: {app: other}, ports: [{name: %s-port, port: %d}]}
          """,
          naming.equals("undeclared") ? "dapr" : naming,
          destination.equals("clusterip-other-targetport") ? OTHER_PORT : POD_PORT);
    }

    private void peerAuthentications() {
      String all = row.get("peer_authentication");
      switch (all) {
        case "none", "n/a" -> {}
        case "rootns-selector-STRICT" -> policy("root", "istio-system", SELECTOR, "STRICT", "");
        case "two-ns-policies-oldest-STRICT-newest-DISABLE" -> {
          policy("newest", "servers", "", "DISABLE", "creationTimestamp: '2026-02-01T00:00:00Z'");
          policy("oldest", "servers", "", "STRICT", "creationTimestamp: '2026-01-01T00:00:00Z'");
        }
        default -> scopes(all);
      }
    }

    private static final String SELECTOR = "selector: {matchLabels: {app: server}}, ";

    private void scopes(String all) {
      String ports = "";
      for (String part : all.split("\\+")) {
        String mode = part.substring(part.indexOf('-') + 1);
        ports +=
            switch (part.substring(0, part.indexOf('-'))) {
              case "port" -> "portLevelMtls: {'%d': {mode: %s}}, ".formatted(POD_PORT, mode);
              case "serviceport" ->
                  "portLevelMtls: {'%d': {mode: %s}}, ".formatted(OTHER_PORT, mode);
              default -> "";
            };
      }
      for (String part : all.split("\\+")) {
        String mode = part.substring(part.indexOf('-') + 1);
        switch (part.substring(0, part.indexOf('-'))) {
          case "mesh" -> policy("mesh", "istio-system", "", mode, "");
          case "ns" -> policy("namespace", "servers", "", mode, "");
          case "wl" -> policy("workload", "servers", SELECTOR + ports, mode, "");
          case "port", "serviceport" -> {}
          default -> throw new AssertionError(all);
        }
      }
    }

    private void policy(String name, String namespace, String scope, String mode, String created) {
      add(
          """
          apiVersion: security.istio.io/v1
          kind: PeerAuthentication
          metadata: {name: %s, namespace: %s%s}
          spec: {%smtls: {mode: %s}}
          """,
          name, namespace, created.isEmpty() ? "" : ", " + created, scope, mode);
    }

    private void destinationRule() {
      String mode = row.get("destination_rule_tls");
      String ports = "";
      if (mode.equals("see variant") && variant.contains("portLevelSettings-")) {
        int port = variant.endsWith("service-port") ? OTHER_PORT : POD_PORT;
        ports = ", portLevelSettings: [{port: {number: %d}, tls: {mode: DISABLE}}]".formatted(port);
        mode = "ISTIO_MUTUAL";
      }
      if (!mode.equals("none")) {
        add(
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: server, namespace: clients}
            spec:
              host: %s
              trafficPolicy: {tls: {mode: %s}%s}
            """,
            external ? "server.example.com" : "server.servers.svc.cluster.local", mode, ports);
      }
    }

    private void sidecar() {
      if (!variant.startsWith("sidecar-")) {
        return;
      }
      add(
          """
          apiVersion: networking.istio.io/v1
          kind: Sidecar
          metadata: {name: default, namespace: clients}
          spec: {%s%s}
          """,
          variant.contains("egress-hides") ? "egress: [{hosts: [./*, istio-system/*]}], " : "",
          sidecarCloses() ? "outboundTrafficPolicy: {mode: REGISTRY_ONLY}" : "");
    }

    private void serviceEntry() {
      if (!destination.startsWith("serviceentry")) {
        return;
      }
      String naming = row.get("port_naming");
      add(
          """
          apiVersion: networking.istio.io/v1
          kind: ServiceEntry
          metadata: {name: server, namespace: servers}
          spec:
            hosts: [server.example.com]
            location: MESH_EXTERNAL
            resolution: STATIC
            ports: [{number: %d, name: port, protocol: %s}]
          """,
          POD_PORT, naming.equals("undeclared") ? "''" : naming.toUpperCase(Locale.ROOT));
    }
  }
}
