package dev.portside.probe;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.Extension;
import dev.portside.Portside;
import dev.portside.check.CheckOptions;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.Resource;
import dev.portside.platform.Dataplane;
import dev.portside.platform.Platform;
import dev.portside.traffic.Flow;
import dev.portside.traffic.Outcome;
import dev.portside.traffic.Traffic;
import dev.portside.traffic.Wire;
import dev.portside.yaml.Document;
import dev.portside.yaml.Input;
import dev.portside.yaml.YamlReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mesh and a claimant that core has never heard of meet through its vocabulary alone. */
class ProbeTest {

  private static final List<Extension> EXTENSIONS =
      List.of(new LinkerdProbe(), new VaultAgentProbe());

  private static final String APP =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: orders
      spec:
        template:
          metadata:
            labels: {app: orders}
            annotations:
              linkerd.io/inject: enabled
              vault.hashicorp.com/agent-inject: "true"
          spec:
            containers:
            - name: orders
              image: orders:1
      """;

  private static Manifests set(String yaml) {
    List<Resource> resources =
        YamlReader.read(Input.of("set.yaml", yaml)).stream()
            .map((Document document) -> Resource.read(document, "default"))
            .toList();
    return Manifests.of("default", Platform.today(), resources);
  }

  private static Findings check(Manifests manifests) {
    return Portside.check(manifests, CheckOptions.defaults(), EXTENSIONS);
  }

  @Test
  void rule_ofOneMeetsCaptureOfTheOther() {
    Finding finding = check(set(APP)).of("vault-port-captured").get(0);

    assertThat(finding.message()).isEqualTo("Linkerd captures outbound port 443");
    assertThat(finding.field().last()).isEqualTo("config.linkerd.io/skip-outbound-ports");
    assertThat(finding.source().toString()).isEqualTo("set.yaml:9:7");
  }

  @Test
  void edit_repairsTheFinding() {
    Manifests set = set(APP);
    Manifests repaired = set.with(check(set).all().get(0).edits());

    assertThat(check(repaired).all()).isEmpty();
    assertThat(repaired.workloads().get(0).annotation("config.linkerd.io/skip-outbound-ports"))
        .isEqualTo("443");
  }

  @Test
  void wire_isThePortThatThePodSees() {
    assertThat(vaultWire(Platform.today()).port()).isEqualTo(443);
    assertThat(vaultWire(Platform.today().with(Dataplane.SOCKET_LEVEL)).port()).isEqualTo(8200);
  }

  private static Wire vaultWire(Platform platform) {
    Traffic traffic = Portside.traffic(set(APP).on(platform), EXTENSIONS);
    return traffic.ends().get(0).wire();
  }

  @Test
  void flow_namesTheLayerOfTheProcess() {
    Flow flow = Portside.traffic(set(APP), EXTENSIONS).flows().get(0);

    assertThat(flow.outcome().result()).isEqualTo(Outcome.Result.PROTECTED);
    assertThat(flow.outcome().layers()).containsExactly("tls");
  }

  @Test
  void notInjected_isLeftAlone() {
    assertThat(check(set(APP.replace("inject: enabled", "inject: disabled"))).all()).isEmpty();
  }
}
