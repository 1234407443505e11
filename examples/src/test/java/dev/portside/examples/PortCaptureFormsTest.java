package dev.portside.examples;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.Portside;
import dev.portside.check.Severity;
import dev.portside.dapr.DaprApp;
import dev.portside.dapr.DaprAppBuilder;
import dev.portside.istio.IstioNamespace;
import dev.portside.istio.IstioPeerAuthentication;
import dev.portside.istio.IstioPortCapture;
import dev.portside.istio.mesh.MtlsMode;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The forms of the step that choose workloads, captured lists and address ranges. */
class PortCaptureFormsTest {

  private static final String PREFIX = "traffic.sidecar.istio.io/";

  private static Manifests.Builder shop() {
    return Manifests.in("shop")
        .add(IstioNamespace.injected("shop"))
        .add(app("orders").appPort(8080).service(80).build());
  }

  private static DaprAppBuilder app(String name) {
    return DaprApp.named(name).image(name + ":1");
  }

  private static Workload orders(IstioPortCapture step) {
    return shop().with(step).build().workloads().get(0);
  }

  private static Workload orders(String key, String value, IstioPortCapture step) {
    return Manifests.in("shop")
        .add(IstioNamespace.injected("shop"))
        .add(app("orders").annotation(PREFIX + key, value).build())
        .with(step)
        .build()
        .workloads()
        .get(0);
  }

  @Test
  void on_oneWorkload() {
    Manifests set =
        shop()
            .add(app("billing").build())
            .with(IstioPortCapture.excludingDapr().on("orders"))
            .with(IstioPortCapture.of(List.of(9090), List.of(6379)).on("billing"))
            .build();

    assertThat(set.workloads().get(0).annotation(PREFIX + "excludeInboundPorts"))
        .isEqualTo("50002");
    assertThat(set.workloads().get(1).annotation(PREFIX + "excludeInboundPorts")).isEqualTo("9090");
    assertThat(set.workloads().get(1).annotation(PREFIX + "excludeOutboundPorts"))
        .isEqualTo("6379");
  }

  @Test
  void on_unknownWorkload() {
    Manifests.Builder set = shop().with(IstioPortCapture.none().on("order", "orders", "x"));

    assertThat(assertThrows(IllegalArgumentException.class, set::build))
        .hasMessageThat()
        .endsWith("the set has no workload with the names order, x");
  }

  @Test
  void capturingInbound_isTheListWithoutWhatIsLeftAlone() {
    Workload orders = orders(IstioPortCapture.excludingDapr().capturingInbound(8080, 50002, 3501));

    assertThat(orders.annotation(PREFIX + "includeInboundPorts")).isEqualTo("8080,3501");
    assertThat(orders.annotations().has(PREFIX + "excludeInboundPorts")).isFalse();
  }

  /** An exclusion beside a list would mean nothing. */
  @Test
  void excluding_takesOffAListThatIsThere() {
    Workload orders = orders("includeInboundPorts", "8080,50002", IstioPortCapture.excludingDapr());

    assertThat(orders.annotation(PREFIX + "includeInboundPorts")).isEqualTo("8080");
    assertThat(orders.annotations().has(PREFIX + "excludeInboundPorts")).isFalse();
  }

  @Test
  void capturingOutbound_yieldsToWhatIsLeftAlone() {
    Workload orders = orders(IstioPortCapture.excludingDapr().capturingOutbound(443, 8443));

    assertThat(orders.annotation(PREFIX + "includeOutboundPorts")).isEqualTo("8443");
  }

  @Test
  void ranges() {
    Workload orders =
        orders(
            IstioPortCapture.none()
                .capturingRanges("10.96.0.0/12", "fd00::/8")
                .excludingRanges("10.96.0.21/32"));

    assertThat(orders.annotation(PREFIX + "includeOutboundIPRanges"))
        .isEqualTo("10.96.0.0/12,fd00::/8");
    assertThat(orders.annotation(PREFIX + "excludeOutboundIPRanges")).isEqualTo("10.96.0.21/32");
    assertThat(
            orders(IstioPortCapture.none().capturingRanges())
                .annotation(PREFIX + "includeOutboundIPRanges"))
        .isEmpty();
  }

  @Test
  void ranges_wrong() {
    for (String wrong :
        List.of(
            "10.0.0.1", "10.0.0.0/33", "10.0.0/8", "256.0.0.0/8", "a/8", "1.2.3.4/08", "::g/8")) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> IstioPortCapture.none().excludingRanges(wrong));
      assertThat(e).hasMessageThat().contains('"' + wrong + '"');
    }
  }

  /** The two halves of a roll-out in a STRICT namespace: neither breaks a call. */
  @Test
  void rollOut() {
    for (boolean last : new boolean[] {false, true}) {
      IstioPortCapture step = IstioPortCapture.excludingDapr();
      Manifests set =
          shop()
              .add(app("billing").build())
              .add(IstioPeerAuthentication.ofNamespace().strict().build())
              .add(
                  IstioPeerAuthentication.ofPods("orders", "app", "orders")
                      .port(50002, MtlsMode.PERMISSIVE)
                      .build())
              .add(
                  IstioPeerAuthentication.ofPods("billing", "app", "billing")
                      .port(50002, MtlsMode.PERMISSIVE)
                      .build())
              .with(last ? step : step.outboundOnly())
              .build();

      assertThat(
              Portside.traffic(set).flows().stream()
                  .filter(flow -> flow.client().use().role().equals("dapr-internal"))
                  .map(flow -> flow.outcome().result().word())
                  .distinct())
          .containsExactly("protected");
      assertThat(Portside.check(set).of(Severity.ERROR).stream().map(f -> f.rule().id()).distinct())
          .containsExactlyElementsIn(last ? List.of() : List.of("dapr-port-captured-inbound"));
    }
  }
}
