package dev.portside.istio.extension;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.istio.mesh.IstioMesh;
import dev.portside.lifecycle.LookUp;
import dev.portside.manifest.ResourceRef;
import dev.portside.platform.Platform;
import dev.portside.yaml.Mapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IstioLookUpsTest {

  private static final String NODE =
      "{metadata: {name: node}, status: {nodeInfo: {kubeletVersion: %s}}}";

  private static final IstioMesh TODAY = Platform.today().get(IstioMesh.SECTION);

  private static IstioMesh learned(String name, Mapping live) {
    return learned(Platform.today(), name, live).get(IstioMesh.SECTION);
  }

  /** Learns from an object of that name, or of that kind where all of a kind are asked for. */
  private static Platform learned(Platform before, String name, Mapping live) {
    Platform platform = before;
    int met = 0;
    for (LookUp lookUp : IstioLookUps.all()) {
      ResourceRef object = lookUp.object(platform);
      if (object.name().equals(name) || lookUp.isOfAll() && object.kind().equals(name)) {
        platform = lookUp.learn(platform, live);
        met++;
      }
    }
    assertThat(met).isEqualTo(1);
    return platform;
  }

  private static Mapping data(String key, String text) {
    return Mapping.of("data", Mapping.of(key, text));
  }

  private static Mapping istiod(String image, String env) {
    return LookUp.parsed(
        "spec: {template: {spec: {containers: [{name: discovery, image: '%s', env: %s}]}}}"
            .formatted(image, env));
  }

  @Test
  void all_askForTheRevisionWithoutAName() {
    assertThat(IstioLookUps.all().stream().map(l -> l.object(Platform.today()).toString()).toList())
        .containsExactly(
            "Node/",
            "Deployment/istio-system/istiod",
            "ConfigMap/istio-system/istio",
            "ConfigMap/istio-system/istio-sidecar-injector")
        .inOrder();
  }

  @Test
  void meshConfig() {
    String mesh =
        """
        outboundTrafficPolicy:
          mode: REGISTRY_ONLY
        enableAutoMtls: false
        rootNamespace: istio-config
        """;

    IstioMesh learned = learned("istio", data("mesh", mesh));

    assertThat(learned.outboundPolicy()).isEqualTo(IstioMesh.OutboundPolicy.REGISTRY_ONLY);
    assertThat(learned.autoMtls()).isFalse();
    assertThat(learned.rootNamespace()).isEqualTo("istio-config");
  }

  @Test
  void injectorValues() {
    String values =
        """
        {"global": {"proxy": {"includeInboundPorts": "80", "excludeInboundPorts": "81",
          "includeOutboundPorts": "82", "excludeOutboundPorts": "83",
          "includeIPRanges": "10.0.0.0/8", "excludeIPRanges": "10.1.0.0/16"}},
         "sidecarInjectorWebhook": {"enableNamespacesByDefault": true}}
        """;

    IstioMesh learned = learned("istio-sidecar-injector", data("values", values));

    assertThat(learned.injectsByDefault()).isTrue();
    assertThat(learned.includeInboundPorts()).isEqualTo("80");
    assertThat(learned.excludeInboundPorts()).isEqualTo("81");
    assertThat(learned.includeOutboundPorts()).isEqualTo("82");
    assertThat(learned.excludeOutboundPorts()).isEqualTo("83");
    assertThat(learned.includeIpRanges()).isEqualTo("10.0.0.0/8");
    assertThat(learned.excludeIpRanges()).isEqualTo("10.1.0.0/16");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "outboundTrafficPolicy: REGISTRY_ONLY",
        "outboundTrafficPolicy: {mode: SOMETIMES}",
        "enableAutoMtls: perhaps",
        "enableAutoMtls: {}",
        "rootNamespace: ''",
        "global: {proxy: [80]}",
        "global: {proxy: {excludeInboundPorts: [80]}}",
        "sidecarInjectorWebhook: {enableNamespacesByDefault: null}",
      })
  void malformed_leavesTheAssumption(String text) {
    assertThat(learned("istio", data("mesh", text))).isEqualTo(TODAY);
    assertThat(learned("istio-sidecar-injector", data("values", text))).isEqualTo(TODAY);
  }

  @Test
  void empty_leavesTheAssumption() {
    for (LookUp lookUp : IstioLookUps.all()) {
      Platform learned = lookUp.learn(Platform.today(), Mapping.empty());
      assertThat(learned.get(IstioMesh.SECTION)).isEqualTo(TODAY);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "pilot:1.31.0, '[]', 1.31.0, true",
    "pilot:1.26.8, '[]', 1.26.8, false",
    "pilot:1.26.8, '[{name: ENABLE_NATIVE_SIDECARS, value: \"true\"}]', 1.26.8, true",
    "pilot:1.31.0, '[{name: ENABLE_NATIVE_SIDECARS, value: \"false\"}]', 1.31.0, false",
    "pilot:1.31.0, '[{name: ENABLE_NATIVE_SIDECARS, value: auto}]', 1.31.0, true",
    "pilot:latest, '[{name: OTHER, value: \"false\"}, text]', 1.31, true",
  })
  void istiod(String image, String env, String release, boolean isNative) {
    IstioMesh learned = learned("istiod", istiod(image, env));

    assertThat(learned.version().toString()).isEqualTo(release);
    assertThat(learned.nativeSidecars()).isEqualTo(isNative);
  }

  @ParameterizedTest
  @CsvSource({"v1.33.0, true", "v1.32.9+k3s1, false", "nonsense, false", "v1.32.x-eks-1, false"})
  void node(String kubelet, boolean isNative) {
    Mapping node = LookUp.parsed(NODE.formatted(kubelet));

    assertThat(learned("Node", node).nativeSidecars()).isEqualTo(isNative);
  }

  @Test
  void istiod_beatsNodes() {
    Mapping old = LookUp.parsed(NODE.formatted("v1.30.0"));
    Platform platform = learned(Platform.today(), "Node", old);
    String env = "[{name: ENABLE_NATIVE_SIDECARS, value: 'true'}]";

    Platform after = learned(platform, "istiod", istiod("pilot:1.31.0", env));

    assertThat(platform.get(IstioMesh.SECTION).nativeSidecars()).isFalse();
    assertThat(after.get(IstioMesh.SECTION).nativeSidecars()).isTrue();
  }
}
