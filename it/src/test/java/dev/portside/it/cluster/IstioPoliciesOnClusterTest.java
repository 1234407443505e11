package dev.portside.it.cluster;

import static com.google.common.truth.Truth.assertThat;
import static java.util.stream.Collectors.toSet;

import dev.portside.Portside;
import dev.portside.cluster.Applied;
import dev.portside.cluster.Applied.Action;
import dev.portside.cluster.PortsideCluster;
import dev.portside.dapr.DaprApp;
import dev.portside.istio.AuthorizationRule;
import dev.portside.istio.IstioAuthorizationPolicy;
import dev.portside.istio.IstioDestinationRule;
import dev.portside.istio.IstioNamespace;
import dev.portside.istio.IstioPeerAuthentication;
import dev.portside.istio.IstioPortCapture;
import dev.portside.istio.IstioSidecar;
import dev.portside.istio.mesh.MtlsMode;
import dev.portside.manifest.Manifests;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A real API server takes, by Istio's own definitions, what the builders of its kinds write. */
class IstioPoliciesOnClusterTest {

  private static Manifests set(String namespace) {
    DaprApp orders =
        DaprApp.named("orders").image("orders:1").replicas(0).appPort(8080).service(80).build();
    return Manifests.in(namespace)
        .add(IstioNamespace.injected(namespace))
        .add(orders)
        .add(IstioPeerAuthentication.ofNamespace().strict().build())
        .add(
            IstioPeerAuthentication.ofPods("orders", "app", "orders")
                .strict()
                .port(50002, MtlsMode.PERMISSIVE)
                .build())
        .add(IstioDestinationRule.of(orders).istioMtls().exportTo(".").build())
        .add(IstioDestinationRule.ofHost("orders-dapr").plaintext(50002).build())
        .add(IstioDestinationRule.ofHost("*.example.com").tls(443).build())
        .add(IstioSidecar.ofNamespace().egress("./*", "istio-system/*").allowAny().build())
        .add(IstioSidecar.ofPods("orders", "app", "orders").egress("*/*").registryOnly().build())
        .add(
            IstioAuthorizationPolicy.allow("orders")
                .selector("app", "orders")
                .rule(
                    AuthorizationRule.any()
                        .serviceAccount(namespace, "default")
                        .namespace(namespace)
                        .port(8080)
                        .method("GET")
                        .path("/orders/*"))
                .build())
        .add(
            IstioAuthorizationPolicy.deny("nobody")
                .rule(AuthorizationRule.any().namespace("old"))
                .build())
        .add(IstioAuthorizationPolicy.allowNothing("nothing").build())
        .with(IstioPortCapture.excludingDapr().excludingRanges("10.96.0.21/32"))
        .build();
  }

  @Test
  void accepted() {
    ControlPlane plane = ControlPlane.shared();
    plane.installCrds();
    Manifests set = set("istio-policies");

    assertThat(Portside.check(set).errors()).isEmpty();
    PortsideCluster.applier(plane.client()).apply(set);
    List<Applied> again = PortsideCluster.applier(plane.client()).apply(set).resources();

    assertThat(again.stream().map(Applied::action).collect(toSet()))
        .containsExactly(Action.UNCHANGED);
    assertThat(again).hasSize(set.resources().size());
  }
}
