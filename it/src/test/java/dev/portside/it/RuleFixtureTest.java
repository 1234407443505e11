package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.dapr.DaprRuntime;
import dev.portside.platform.Platform;
import dev.portside.testing.RuleFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuleFixtureTest {

  private static final String BAD =
      """
      apiVersion: v1
      kind: Namespace
      metadata:
        name: shop
        labels:
          istio-injection: enabled
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: orders
        namespace: shop
      spec:
        template:
          metadata:
            labels:
              app: orders
            annotations:
              dapr.io/enabled: "true"
              dapr.io/app-id: orders
              # finds: error dapr-port-captured-outbound "outbound port 50002"
              traffic.sidecar.istio.io/excludeOutboundPorts: "443,50005,50006"
              traffic.sidecar.istio.io/excludeInboundPorts: "50002"
      """;

  private static final String MARKER =
      "        # finds: error dapr-port-captured-outbound \"outbound port 50002\"\n";

  @TempDir Path folder;

  private RuleFixture fixture(String text) throws IOException {
    return RuleFixture.of(Files.writeString(folder.resolve("bad.yaml"), text));
  }

  private String failure(String text) throws IOException {
    return failure(fixture(text));
  }

  private static String failure(RuleFixture fixture) {
    return assertThrows(AssertionError.class, fixture::verify).getMessage();
  }

  @Test
  void marked() throws IOException {
    fixture(BAD).verify();
  }

  @Test
  void marked_withoutSeverityAndText() throws IOException {
    fixture(BAD.replace(MARKER, "# finds: dapr-port-captured-outbound\n")).verify();
  }

  @Test
  void marked_severalOnOneLine() throws IOException {
    String two = MARKER + "  # finds: info dapr-port-captured-outbound \"outbound port 50005\"\n";

    fixture(BAD.replace(MARKER, two).replace("443,50005,50006", "443,50006")).verify();
  }

  @Test
  void unmarkedError() throws IOException {
    String failure = failure(BAD.replace(MARKER, ""));

    assertThat(failure).contains("bad.yaml is not as marked");
    assertThat(failure).contains("not marked: ");
    assertThat(failure).contains("bad.yaml:21:9: error: Istio captures outbound port 50002");
  }

  @Test
  void missingFinding() throws IOException {
    String failure = failure(BAD.replace("443,50005", "443,50002,50005"));

    assertThat(failure)
        .contains(
            "not found on line 22: error dapr-port-captured-outbound \"outbound port 50002\"");
    assertThat(failure).doesNotContain("not marked");
  }

  @Test
  void wrongLine() throws IOException {
    String annotations = "      annotations:\n";

    String failure = failure(BAD.replace(MARKER, "").replace(annotations, MARKER + annotations));

    assertThat(failure).contains("not found on line 19: error dapr-port-captured-outbound");
    assertThat(failure).contains("found on line 22: error: Istio captures outbound port 50002");
  }

  @Test
  void wrongSeverity() throws IOException {
    assertThat(failure(BAD.replace("finds: error", "finds: warning")))
        .contains("not found on line 22: warning dapr-port-captured-outbound");
  }

  @Test
  void wrongText() throws IOException {
    assertThat(failure(BAD.replace("port 50002\"", "port 50003\"")))
        .contains("not found on line 22: error dapr-port-captured-outbound");
  }

  @Test
  void wrongRule() throws IOException {
    String failure = failure(BAD.replace("dapr-port-captured-outbound", "flow-broken"));

    assertThat(failure).contains("not found on line 22: error flow-broken");
    assertThat(failure).contains("not marked: ");
  }

  @Test
  void oneFindingMarkedTwice() throws IOException {
    assertThat(failure(BAD.replace(MARKER, MARKER + MARKER))).contains("not found on line 23");
  }

  @Test
  void markerMisspelt() throws IOException {
    assertThat(failure(BAD.replace("finds: error", "finds error")))
        .contains("line 21 is not a marker: # finds error dapr-port-captured-outbound");
  }

  @Test
  void unmarkedInfo() throws IOException {
    String wide = BAD.replace(MARKER, "").replace("443,50005", "443,3500,50002,50005");

    fixture(wide).verify();
    assertThat(failure(fixture(wide).testing("exclusion-unneeded")))
        .contains("3500 is excluded outbound");
  }

  @Test
  void platform() throws IOException {
    String legacy =
        """
        # platform: kyma-2020
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: orders
        spec:
          template:
            metadata:
              annotations:
                dapr.io/enabled: "true"
                dapr.io/id: orders
                traffic.sidecar.istio.io/excludeOutboundPorts: "80,50002"
                traffic.sidecar.istio.io/excludeInboundPorts: "50002"
        """;

    fixture(legacy).verify();
    assertThat(failure(legacy.replace("kyma-2020", "today"))).contains("dapr-annotation-legacy");
    assertThat(failure(fixture(legacy).on(Platform.today()))).contains("dapr-annotation-legacy");
  }

  @Test
  void world() throws IOException {
    String rule =
        """
        # world: closed
        apiVersion: gateway.kyma-project.io/v2
        kind: APIRule
        metadata:
          name: orders
        spec:
          gateway: kyma-system/kyma-gateway
          hosts: [orders.example.com]
          service:
            # finds: error kyma-service-missing
            name: orders
            port: 80
          rules: [{path: /*, methods: [GET], noAuth: true}]
        """;

    fixture(rule).verify();
    assertThat(failure(rule.replace("# world: closed\n", "")))
        .contains("found on line 10: warning: the set has no Service orders");
  }

  /** The only releases that read both names are on no profile. */
  @Test
  void ofResource() {
    DaprRuntime dapr = Platform.today().get(DaprRuntime.SECTION).withVersion("0.11");

    RuleFixture.of(RuleFixtureTest.class, "/rules/dapr-annotation-legacy/on-dapr-0.11.yaml")
        .on(Platform.today().with(DaprRuntime.SECTION, dapr))
        .verify();
  }

  @Test
  void ofResource_missing() {
    IllegalArgumentException missing =
        assertThrows(
            IllegalArgumentException.class,
            () -> RuleFixture.of(RuleFixtureTest.class, "/rules/none.yaml"));

    assertThat(missing).hasMessageThat().contains("/rules/none.yaml");
  }
}
