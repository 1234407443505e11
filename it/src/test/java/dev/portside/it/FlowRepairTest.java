package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.Portside;
import dev.portside.check.Finding;
import dev.portside.check.Severity;
import dev.portside.manifest.Edit;
import dev.portside.manifest.Manifests;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What depends on both ends: the repair that one of them can make, and what STRICT makes worse. */
class FlowRepairTest {

  private static final Path FIXTURES = Path.of("src", "test", "resources", "rules");

  @TempDir Path folder;

  @Test
  void repair_isTheClientsExclusion() {
    Manifests set = Portside.read(FIXTURES.resolve("flow-broken/bad-repair.yaml"));
    Finding finding = Portside.check(set).of("flow-broken").get(0);

    assertThat(finding.edits()).hasSize(1);
    assertThat(finding.edits().get(0)).isInstanceOf(Edit.RemoveFromList.class);
    Manifests repaired = set.with(finding.edits());
    assertThat(Portside.check(repaired).errors()).isEmpty();
    assertThat(
            repaired.workloads().get(0).annotation("traffic.sidecar.istio.io/excludeOutboundPorts"))
        .isEqualTo("443,50002,50005,50006");
  }

  @Test
  void excludedAppPort_isAnErrorUnderStrict() throws IOException {
    assertThat(appPort("PERMISSIVE")).isEqualTo(Severity.WARNING);
    assertThat(appPort("STRICT")).isEqualTo(Severity.ERROR);
  }

  private Severity appPort(String mode) throws IOException {
    String policy =
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: shop}
        spec: {mtls: {mode: %s}}
        """
            .formatted(mode);
    Manifests set = Shop.with(policy, folder);
    return Portside.check(set).of("app-port-not-captured").get(0).severity();
  }
}
