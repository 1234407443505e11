package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.Portside;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.check.Severity;
import dev.portside.istio.mesh.IstioMesh;
import dev.portside.manifest.Edit;
import dev.portside.manifest.ManifestReader;
import dev.portside.manifest.Manifests;
import dev.portside.manifest.ResourceRef;
import dev.portside.platform.Platform;
import dev.portside.platform.PlatformFile;
import dev.portside.yaml.Input;
import dev.portside.yaml.Pointer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules about Istio's settings say of whole sets, and what their edits make of them. */
final class IstioFindingsTest {

  private static final String NAMESPACE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {istio-injection: enabled}}
      ---
      """;

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: orders, namespace: shop}
      spec:
        selector: {matchLabels: {app: orders}}
        template:
          metadata:
            labels: {app: orders%s}
            annotations: {%s}
          spec: {containers: [{name: orders, image: "orders:1"}]}
      """;

  private static final String DAPR = "dapr.io/enabled: 'true', dapr.io/app-id: orders, ";
  private static final String ISTIO = "traffic.sidecar.istio.io/";

  private static Manifests set(Platform platform, String yaml) {
    ManifestReader reader = new ManifestReader("shop");
    reader.read(Input.of("shop.yaml", NAMESPACE + yaml), ManifestReader.Origin.NAMED);
    return reader.manifests(platform);
  }

  private static Findings check(String labels, String annotations) {
    String yaml = DEPLOYMENT.formatted(labels, annotations);
    return Portside.check(set(Platform.today(), yaml));
  }

  private static List<String> rules(Findings findings) {
    return findings.stream()
        .filter(finding -> finding.severity() != Severity.INFO)
        .map(finding -> finding.rule().id())
        .toList();
  }

  @Test
  void misplacedOnService_editsTheWorkload() {
    Manifests manifests =
        set(
            Platform.today(),
            DEPLOYMENT.formatted("", "")
                + """
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: orders
                  namespace: shop
                  annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "9000"}
                spec: {selector: {app: orders}, ports: [{port: 80}]}
                """);

    Finding finding = Portside.check(manifests).of("istio-annotation-misplaced").get(0);
    Manifests after = manifests.with(finding.edits());

    assertThat(finding.edits().stream().map(Edit::target).map(Edit.Target::ref).toList())
        .containsExactly(
            new ResourceRef("apps/v1", "Deployment", "shop", "orders"),
            new ResourceRef("v1", "Service", "shop", "orders"))
        .inOrder();
    assertThat(Portside.check(after).all()).isEmpty();
    assertThat(after.resources().get(2).tree().at(Pointer.of("spec", "template"))).isNull();
  }

  @ParameterizedTest
  @CsvSource({"1.24, true", "1.26, true", "1.26.8, true", "1.27, false", "1.31, false"})
  void nativeSidecars_byRelease(String istio, boolean classic) {
    Platform today = Platform.today();
    IstioMesh mesh = today.get(IstioMesh.SECTION).withVersion(istio);
    Platform asked = today.with(IstioMesh.SECTION, mesh);
    Platform written = PlatformFile.read(Input.of("p", "istio: {version: '%s'}".formatted(istio)));
    String job =
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: import, namespace: shop}
        spec:
          template:
            metadata: {annotations: {dapr.io/enabled: 'true', dapr.io/app-id: import}}
            spec: {restartPolicy: Never, containers: [{name: import, image: "import:1"}]}
        """;

    for (Platform platform : List.of(asked, written)) {
      List<String> rules = rules(Portside.check(set(platform, job)));

      assertWithMessage("%s", platform)
          .that(rules.contains("job-never-completes"))
          .isEqualTo(classic);
    }
  }

  @Test
  void nativeSidecars_set() {
    String set = "istio: {version: '1.26', nativeSidecars: %s}";

    for (String value : List.of("auto", "true")) {
      Platform platform = PlatformFile.read(Input.of("p", set.formatted(value)));
      assertThat(platform.get(IstioMesh.SECTION).nativeSidecars()).isTrue();
    }
    Platform never = PlatformFile.read(Input.of("p", "istio: {nativeSidecars: false}"));
    assertThat(never.get(IstioMesh.SECTION).nativeSidecars()).isFalse();
    IstioMesh old = Platform.profile("kyma-2020").get(IstioMesh.SECTION);
    assertThat(old.nativePolicy()).isEqualTo(IstioMesh.NativeSidecars.FALSE);
    assertThat(old.withVersion("1.31").nativeSidecars()).isFalse();
  }

  @Test
  void labelThatIsNoString_isWrittenAsYamlReadsIt() {
    Finding finding =
        check(", sidecar.istio.io/inject: yes", "").of("istio-annotation-malformed").get(0);

    assertThat(finding.message()).contains("sidecar.istio.io/inject, yes, is not a string");
    assertThat(finding.help()).isEqualTo("write it in quotes: \"true\"");
    assertThat(finding.edits()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void injectValueSplit_edit(boolean cni) {
    Platform platform = PlatformFile.read(Input.of("p", "istio: {cni: %s}".formatted(cni)));
    Manifests manifests =
        set(platform, DEPLOYMENT.formatted(", sidecar.istio.io/inject: 'False'", ""));

    Finding finding = Portside.check(manifests).of("istio-inject-value-split").get(0);

    assertThat(finding.edits()).hasSize(1);
    assertThat(finding.edits().get(0).safe()).isTrue();
    assertThat(Portside.check(manifests.with(finding.edits())).all()).isEmpty();
  }

  /** With "false" the lists would be without a sidecar: which of the two is meant is not clear. */
  @Test
  void injectValueSplit_besideCapture() {
    Finding finding =
        check(", sidecar.istio.io/inject: 'False'", ISTIO + "excludeInboundPorts: '9000'")
            .of("istio-inject-value-split")
            .get(0);

    assertThat(finding.edits()).isEmpty();
    assertThat(finding.help()).contains("remove " + ISTIO + "excludeInboundPorts");
  }
}
