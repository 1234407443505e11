package dev.portside.dapr;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.dapr.extension.DaprExtension;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Platform;
import dev.portside.traffic.Direction;
import dev.portside.traffic.End;
import dev.portside.traffic.Need;
import dev.portside.traffic.Peer;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.Wire;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DaprClaimsTest {

  private static Platform dapr(String release, boolean mtls) {
    Platform today = Platform.today();
    DaprRuntime runtime = today.get(DaprRuntime.SECTION).withVersion(release).withMtls(mtls);
    return today.with(DaprRuntime.SECTION, runtime);
  }

  private static List<End> ends(Platform platform, String annotations, String... more) {
    String app =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: orders, namespace: shop}
        spec: {template: {metadata: {annotations: {dapr.io/enabled: "true", %s}}}}
        """
            .formatted(annotations);
    List<Resource> resources = new ArrayList<>();
    for (Document document :
        YamlReader.read(Input.of("test", app + "---\n" + String.join("---\n", more)))) {
      resources.add(Resource.read(document, "shop"));
    }
    return Traffic.of(Manifests.of("shop", platform, resources), List.of(new DaprExtension()))
        .ends();
  }

  private static List<End> of(List<End> ends, String role) {
    return ends.stream().filter(end -> end.use().role().equals(role)).toList();
  }

  private static List<String> directions(List<End> ends) {
    return ends.stream().map(end -> end.use().direction().word()).toList();
  }

  @Test
  void apis_areOnLoopback_unlessAnAddressOpensThem() {
    List<End> closed = ends(Platform.today(), "dapr.io/app-id: a");
    assertThat(directions(of(closed, "dapr-http"))).containsExactly("loopback");
    List<End> open = ends(Platform.today(), "dapr.io/sidecar-listen-addresses: '[::1],0.0.0.0'");
    assertThat(directions(of(open, "dapr-http"))).containsExactly("loopback", "inbound");
    assertThat(directions(of(open, "dapr-grpc"))).containsExactly("loopback", "inbound");
    List<End> empty = ends(Platform.today(), "dapr.io/sidecar-listen-addresses: ''");
    assertThat(directions(of(empty, "dapr-http"))).containsExactly("loopback", "inbound");
    List<End> old = ends(dapr("1.14", true), "dapr.io/sidecar-listen-addresses: ''");
    assertThat(directions(of(old, "dapr-http"))).containsExactly("loopback");
    List<End> sockets = ends(Platform.today(), "dapr.io/unix-domain-socket-path: /s");
    assertThat(of(sockets, "dapr-http")).isEmpty();
    assertThat(of(sockets, "dapr-metrics")).isNotEmpty();
  }

  @Test
  void metrics_offStopsTheListener_inOldReleasesOnly() {
    assertThat(of(ends(dapr("1.11", true), "dapr.io/enable-metrics: 'false'"), "dapr-metrics"))
        .isEmpty();
    End now =
        of(
                ends(
                    dapr("1.12", true),
                    "dapr.io/enable-metrics: 'no', dapr.io/metrics-port: '9999'"),
                "dapr-metrics")
            .get(0);
    assertThat(now.use().peer().port()).isEqualTo(9090);
  }

  @Test
  void addresses_nameOthers() {
    List<End> ends =
        ends(
            Platform.today(),
            "dapr.io/placement-host-address: ' placement.infra:50007,b:1 ', dapr.io/scheduler-host-address: 10.0.0.7");
    assertThat(of(ends, "dapr-placement").get(0).use().peer())
        .isEqualTo(new Peer.Service("infra", "placement", 50007));
    assertThat(of(ends, "dapr-scheduler").get(0).use().peer())
        .isEqualTo(new Peer.Host("10.0.0.7", 443));
    End pod =
        of(
                ends(
                    Platform.today(),
                    "dapr.io/placement-host-address: 'dapr-placement-server-0.dapr-placement-server.dapr-system.svc.cluster.local:50005'"),
                "dapr-placement")
            .get(0);
    assertThat(pod.use().peer())
        .isEqualTo(new Peer.Service("dapr-system", "dapr-placement-server", 50005));
    assertThat(pod.wire().reach()).isEqualTo(Wire.Reach.HEADLESS);
  }

  @Test
  void appChannel_mayLeaveThePod() {
    End remote =
        of(
                ends(
                    Platform.today(),
                    "dapr.io/app-port: '8080', dapr.io/app-channel-address: app.other, dapr.io/app-protocol: GRPCS"),
                "app-channel")
            .get(0);
    assertThat(remote.use().peer()).isEqualTo(new Peer.Service("other", "app", 8080));
    assertThat(remote.use().protection().toString()).isEqualTo("tls");
    End outside =
        of(
                ends(
                    Platform.today(),
                    "dapr.io/app-port: '8080', dapr.io/app-channel-address: example.com"),
                "app-channel")
            .get(0);
    assertThat(outside.use().peer()).isEqualTo(new Peer.Host("example.com", 8080));
    End local = of(ends(Platform.today(), "dapr.io/app-port: '8080'"), "app-channel").get(0);
    assertThat(local.use().direction()).isEqualTo(Direction.LOOPBACK);
  }

  @Test
  void tracing_isTheConfigurations() {
    String configuration =
        """
        apiVersion: dapr.io/v1alpha1
        kind: Configuration
        metadata: {name: tracing, namespace: shop}
        spec:
          tracing:
            samplingRate: "1"
            zipkin: {endpointAddress: "http://zipkin.infra.svc.cluster.local:9411/api/v2/spans"}
            otel: {endpointAddress: "collector.example.com:4317", isSecure: true, protocol: grpc}
        """;
    List<End> ends =
        of(ends(Platform.today(), "dapr.io/config: tracing", configuration), "tracing");
    assertThat(ends.stream().map(end -> end.use().peer()).toList())
        .containsExactly(
            new Peer.Service("infra", "zipkin", 9411),
            new Peer.Host("collector.example.com", 4317));
    assertThat(ends.get(1).use().protection().toString()).isEqualTo("tls");
    assertThat(ends.get(0).use().need()).isEqualTo(Need.ANY);
    assertThat(of(ends(Platform.today(), "dapr.io/config: other", configuration), "tracing"))
        .isEmpty();
  }

  @Test
  void withoutMtls_oldControlPlanesSpeakCleartext() {
    List<End> old = ends(dapr("1.3", false), "dapr.io/app-id: a");
    assertThat(of(old, "dapr-api").get(0).use().protection().isEncrypted()).isFalse();
    assertThat(of(old, "dapr-api").get(0).use().need()).isEqualTo(Need.ANY);
    assertThat(of(old, "dapr-sentry")).isEmpty();
    List<End> now = ends(dapr("1.18", false), "dapr.io/app-id: a");
    assertThat(of(now, "dapr-api").get(0).use().protection().isEncrypted()).isTrue();
    assertThat(of(now, "dapr-sentry")).isNotEmpty();
    assertThat(of(now, "dapr-internal").get(0).use().protection().isEncrypted()).isFalse();
  }

  @Test
  void apiServer_asksInjectorAndWebhook() {
    List<End> ends = ends(Platform.today(), "dapr.io/app-id: a");
    assertThat(of(ends, "dapr-injector").get(0).wire().podPort()).isEqualTo(4000);
    assertThat(of(ends, "dapr-webhook").get(0).wire().podPort()).isEqualTo(19443);
    assertThat(of(ends(dapr("1.3", true), "dapr.io/app-id: a"), "dapr-webhook")).isEmpty();
  }

  @Test
  void enabled_onlyTrueInjects_sinceThen() {
    assertThat(of(ends(dapr("1.16", true), "dapr.io/enabled: 'yes'"), "dapr-api")).isNotEmpty();
    assertThat(of(ends(dapr("1.18", true), "dapr.io/enabled: 'yes'"), "dapr-api")).isEmpty();
  }

  @Test
  void unknownRelease_saysWhatItIsTakenFor() {
    End end = of(ends(dapr("1.25", true), "dapr.io/app-id: a"), "dapr-api").get(0);
    assertThat(end.use().fact()).contains("Dapr 1.25 is not known; judged as 1.18");
    assertThat(end.wire().port()).isEqualTo(443);
  }
}
