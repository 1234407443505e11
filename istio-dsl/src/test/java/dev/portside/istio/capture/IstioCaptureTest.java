package dev.portside.istio.capture;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.istio.Vectors;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Workload;
import dev.portside.platform.Platform;
import dev.portside.traffic.End;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Party;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Phase;
import dev.portside.traffic.PortUse;
import dev.portside.traffic.Protection;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.TrafficSource;
import dev.portside.traffic.Tri;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IstioCaptureTest {

  private static final String CLASSIC = "sidecar.istio.io/nativeSidecar: 'false'";

  /** The pods of two workloads dial one another, each by the name of a Service of its own. */
  private static final class Group implements TrafficSource {

    private final Phase phase;

    Group(Phase phase) {
      this.phase = phase;
    }

    @Override
    public String id() {
      return "group";
    }

    @Override
    public void claims(Manifests manifests, Consumer<PortUse> claims) {
      for (Workload workload : manifests.workloads()) {
        String name = workload.resource().name();
        Peer.Service service = new Peer.Service("shop", name + "-group", 50002);
        claims.accept(use(workload, new Peer.Group("group", 50002, true)));
        claims.accept(use(workload, new Peer.Callers("group", 50002, service)));
      }
    }

    private PortUse use(Workload workload, Peer peer) {
      return PortUse.builder()
          .party(new Party.Pods(workload))
          .process("app")
          .peer(peer)
          .phase(phase)
          .protection(Protection.by("own"))
          .role("group")
          .group("group")
          .claimant(id())
          .purpose("calls")
          .fact("test")
          .build();
    }
  }

  /** Of members of a group only those are concerned that a rule names. */
  @Test
  void outcome_ruleForMember() {
    String rule =
        """
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: rule, namespace: shop}
        spec: {host: a-group.shop.svc.cluster.local, trafficPolicy: {tls: {mode: DISABLE}}}
        """;

    Traffic traffic = traffic(set("", "", "") + rule, Platform.today(), Phase.RUN);

    assertThat(layers(traffic, "a")).containsExactly("own");
    assertThat(layers(traffic, "b")).containsExactly("istio-mtls", "own").inOrder();
  }

  private static List<String> layers(Traffic traffic, String server) {
    return traffic.flows().stream()
        .filter(flow -> flow.server().use().party().toString().endsWith("/" + server))
        .findFirst()
        .orElseThrow()
        .outcome()
        .layers();
  }

  @Test
  void outcome_ambient() {
    Traffic traffic =
        traffic(
            set(", istio.io/dataplane-mode: ambient, sidecar.istio.io/inject: 'false'", "", ""),
            Platform.today(),
            Phase.RUN);

    assertThat(traffic.flows().get(0).outcome().result()).isEqualTo(Outcome.Result.UNKNOWN);
    assertThat(traffic.flows().get(0).outcome().reason()).contains("ambient");
  }

  /** An init container dials before the rules are there, unless the plugin wrote them before. */
  @ParameterizedTest
  @CsvSource({"false, NO", "true, YES"})
  void verdict_init(boolean cni, Tri captured) {
    IstioMesh mesh = Platform.today().get(IstioMesh.SECTION).withCni(cni);
    Platform platform = Platform.today().with(IstioMesh.SECTION, mesh);

    End end = traffic(set("", CLASSIC, ""), platform, Phase.INIT).ends().get(0);

    assertThat(end.verdict().captured()).isEqualTo(captured);
  }

  @Test
  void verdict_asProxy() {
    Traffic traffic =
        traffic(set("", "", "securityContext: {runAsUser: 1337}"), Platform.today(), Phase.RUN);

    assertThat(traffic.ends().get(0).verdict().captured()).isEqualTo(Tri.NO);
    assertThat(traffic.ends().get(0).verdict().reason()).contains("proxy's own user");
  }

  /** What the injector takes for nothing keeps the plugin away. */
  @Test
  void disagreement() {
    Manifests manifests =
        Vectors.manifests(Platform.today(), set("", "sidecar.istio.io/inject: 'False'", ""));
    IstioCapture capture = new IstioCapture(manifests);
    Workload workload = manifests.workloads().get(0);

    assertThat(capture.on(new Party.Pods(workload)).meshed()).isEqualTo(Tri.YES);
    assertThat(capture.disagreement(workload)).hasValue("sidecar.istio.io/inject is \"False\"");
  }

  private static Traffic traffic(String yaml, Platform platform, Phase phase) {
    return Traffic.of(
        Vectors.manifests(platform.closedWorld(), yaml),
        List.of(new IstioTraffic() {}, new Group(phase)));
  }

  private static String set(String label, String annotation, String spec) {
    String pod =
        """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s, namespace: %s}
        spec:
          template:
            metadata: {labels: {app: %s%s}, annotations: {%s}}
            spec: {containers: [{name: app, %s}]}
        """;
    String namespace =
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {istio-injection: enabled}}
        """;
    return namespace
        + pod.formatted("a", "shop", "a", label, annotation, spec)
        + pod.formatted("b", "shop", "b", label, annotation, spec);
  }
}
