package dev.portside.istio.outcome;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.istio.Vectors;
import dev.portside.istio.capture.IstioTraffic;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import dev.portside.traffic.ClientEnd;
import dev.portside.traffic.Meeting;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Outcome.Result;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Protection;
import dev.portside.traffic.ServerEnd;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.TrafficSource;
import dev.portside.traffic.Tri;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the recorded calls do not show: facts that are missing, and what then is said. */
final class IstioOutcomeTest {

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {istio-injection: enabled}}
      """;

  private static final Peer.Service SERVICE = new Peer.Service("shop", "server", 80);
  private static final Peer.Group GROUP = new Peer.Group("callers", 80, true);

  private static String pod(String name, String namespace, String annotations) {
    return """
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, namespace: %s, labels: {app: %s}, annotations: {%s}}
    """
        .formatted(name, namespace, name.replaceAll("[0-9]", ""), annotations);
  }

  private static String service(String more) {
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: server, namespace: shop}
    spec: {selector: {app: server}, ports: [{port: 80}], %s}
    """
        .formatted(more);
  }

  private static String rule(String host, String mode) {
    return """
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: rule, namespace: shop}
    spec: {host: %s, trafficPolicy: {tls: {mode: %s}}}
    """
        .formatted(host, mode);
  }

  private static final String EXCLUDED = "traffic.sidecar.istio.io/excludeInboundPorts: '80'";
  private static final String BOTH = NAMESPACE + pod("client", "shop", "");

  @Test
  void of_server_excluded() {
    Outcome outcome = outcome(BOTH + pod("server", "shop", EXCLUDED) + service(""), SERVICE);

    assertThat(outcome.result()).isEqualTo(Result.BROKEN);
  }

  /** A rule for a host that the set does not hold may be the one that mends it. */
  @Test
  void of_group_ruleForUnseenHost() {
    String yaml = BOTH + pod("server", "shop", EXCLUDED);

    assertThat(outcome(yaml, GROUP).result()).isEqualTo(Result.BROKEN);
    Outcome unsure = outcome(yaml + rule("server-dapr", "DISABLE"), GROUP);
    assertThat(unsure.result()).isEqualTo(Result.UNKNOWN);
    assertThat(unsure.missing()).isEqualTo("a DestinationRule for the server");
  }

  @Test
  void of_headless_siblingWithoutMtls() {
    String yaml = BOTH + pod("server1", "shop", "") + service("clusterIP: None");

    assertThat(outcome(yaml, SERVICE).layers()).containsExactly("istio-mtls");
    String label = pod("server2", "shop", "").replace("app: server", "app: server, %s");
    String off = label.formatted("sidecar.istio.io/inject: 'false'");
    assertThat(outcome(yaml + off, SERVICE).result()).isEqualTo(Result.PLAINTEXT);
    String unlabelled = label.formatted("security.istio.io/tlsMode: disabled");
    assertThat(outcome(yaml + unlabelled, SERVICE).result()).isEqualTo(Result.PLAINTEXT);
  }

  /** Without auto mTLS only a DestinationRule asks for it; a closed world shows them all. */
  @Test
  void of_autoMtlsOff() {
    IstioMesh mesh =
        IstioMesh.builder().from(Platform.today().get(IstioMesh.SECTION)).autoMtls(false).build();
    Platform open = Platform.today().with(IstioMesh.SECTION, mesh);
    String yaml = BOTH + pod("server", "shop", "") + service("");
    String host = "server.shop.svc.cluster.local";

    assertThat(outcome(open, yaml, SERVICE).missing())
        .isEqualTo("a DestinationRule for the server");
    assertThat(outcome(open.closedWorld(), yaml, SERVICE).result()).isEqualTo(Result.PLAINTEXT);
    assertThat(outcome(open, yaml + rule(host, "ISTIO_MUTUAL"), SERVICE).layers())
        .containsExactly("istio-mtls");
    assertThat(outcome(open, yaml + rule(host, "DISABLE"), SERVICE).result())
        .isEqualTo(Result.PLAINTEXT);
  }

  /** TLS that a rule adds is the process's to unwrap; whether it does may not be known. */
  @Test
  void of_ruleWithOwnTls() {
    String yaml = BOTH + pod("server", "shop", EXCLUDED) + service("") + rule("server", "SIMPLE");

    assertThat(outcome(yaml, SERVICE, Protection.plaintext()).result()).isEqualTo(Result.BROKEN);
    assertThat(outcome(yaml, SERVICE, Protection.by("tls")).layers()).containsExactly("tls");
    assertThat(outcome(yaml, SERVICE, Protection.unknown()).missing())
        .isEqualTo("whether the server speaks TLS");
  }

  /** The policies of a connection that works either way may hold or not. */
  @Test
  void of_policiesUnknown() {
    String yaml =
        BOTH.replace("enabled", "disabled")
            + pod("server", "elsewhere", "")
            + service("").replace("shop", "elsewhere");
    Outcome outcome = outcome(yaml, new Peer.Service("elsewhere", "server", 80));

    assertThat(outcome.result()).isEqualTo(Result.PLAINTEXT);
    assertThat(outcome.policiesEnforced()).isEqualTo(Tri.UNKNOWN);
  }

  private static Outcome outcome(String yaml, Peer peer) {
    return outcome(Platform.today(), yaml, peer);
  }

  private static Outcome outcome(Platform platform, String yaml, Peer peer) {
    return outcome(platform, yaml, peer, Protection.plaintext());
  }

  private static Outcome outcome(String yaml, Peer peer, Protection server) {
    return outcome(Platform.today(), yaml, peer, server);
  }

  private static Outcome outcome(Platform platform, String yaml, Peer peer, Protection server) {
    Manifests manifests = Vectors.manifests(platform, yaml);
    Traffic traffic = Traffic.of(manifests, List.of(new IstioTraffic() {}, new Call(peer, server)));
    ClientEnd client = (ClientEnd) traffic.ends().get(0);
    return traffic.outcome(
        client, (ServerEnd) traffic.ends().get(1), new Meeting(peer, client.wire()));
  }

  /** The first pod calls the second one in plaintext. */
  private record Call(Peer peer, Protection server) implements TrafficSource {

    @Override
    public String id() {
      return "test";
    }

    @Override
    public void claims(Manifests manifests, Consumer<PortUse> claims) {
      Party client = new Party.Pods(manifests.workloads().get(0));
      Party second = new Party.Pods(manifests.workloads().get(1));
      claims.accept(use(client, peer, Protection.plaintext()));
      claims.accept(use(second, new Peer.Callers("callers", 80), server));
    }

    private PortUse use(Party party, Peer peer, Protection protection) {
      return PortUse.builder()
          .party(party)
          .process("app")
          .peer(peer)
          .protection(protection)
          .role("call")
          .group("call")
          .claimant(id())
          .purpose("a call")
          .fact("test")
          .build();
    }
  }
}
