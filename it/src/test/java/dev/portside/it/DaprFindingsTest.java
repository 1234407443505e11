package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.Iterables;
import dev.portside.Portside;
import dev.portside.check.Finding;
import dev.portside.check.Findings;
import dev.portside.dapr.DaprRuntime;
import dev.portside.manifest.Edit;
import dev.portside.manifest.ManifestReader;
import dev.portside.platform.Platform;
import dev.portside.yaml.Input;
import dev.portside.yaml.Scalar;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules about Dapr's settings say of whole sets. */
final class DaprFindingsTest {

  private static final String SET =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {istio-injection: enabled}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: orders, namespace: shop}
      spec:
        selector: {matchLabels: {app: orders}}
        template:
          metadata:
            labels: {app: orders}
            annotations: {dapr.io/enabled: "true", dapr.io/app-id: orders%s}
          spec: {containers: [{name: orders, image: "orders:1"}]}
      """;

  private static Findings check(Platform platform, String annotations) {
    ManifestReader reader = new ManifestReader("shop");
    Input input = Input.of("shop.yaml", SET.formatted(annotations));
    reader.read(input, ManifestReader.Origin.NAMED);
    return Portside.check(reader.manifests(platform));
  }

  private static Finding only(String rule, String annotations) {
    return Iterables.getOnlyElement(check(Platform.today(), annotations).of(rule));
  }

  @ParameterizedTest
  @CsvSource({
    "log-as-json: yes, true",
    "log-as-json: Off, false",
    "app-port: 0x1F90, 8080",
    "app-port: 1_000, 1000",
    "app-port: 8080, 8080",
    "config: 12, 12",
  })
  void notString_edit(String annotation, String meant) {
    Finding finding = only("dapr-annotation-not-string", ", dapr.io/" + annotation);

    Edit.SetField edit = (Edit.SetField) Iterables.getOnlyElement(finding.edits());
    assertThat(edit.value()).isEqualTo(Scalar.of(meant));
    assertThat(finding.help()).contains("\"" + meant + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app-port: 0777",
        "app-port: yes",
        "app-port: 8080.5",
        "config: yes",
        "config: 0x10",
        "config: 1.50",
        "nosuch: yes"
      })
  void notString_unclear(String annotation) {
    assertThat(only("dapr-annotation-not-string", ", dapr.io/" + annotation).edits()).isEmpty();
  }

  @Test
  void quantity_dropsAllFour() {
    Finding finding = only("dapr-annotation-malformed", ", dapr.io/sidecar-cpu-limit: abc");

    assertThat(finding.why()).contains("drops all four");
  }

  @Test
  void unknownRelease_isSaid() {
    Platform today = Platform.today();
    DaprRuntime dapr = today.get(DaprRuntime.SECTION);
    Platform unknown = today.with(DaprRuntime.SECTION, dapr.withVersion("1.99"));

    for (String rule : List.of("dapr-port-captured-inbound", "dapr-port-captured-outbound")) {
      for (Finding finding : check(unknown, "").of(rule)) {
        assertThat(finding.assumed().toString()).contains("1.99");
      }
      assertThat(check(unknown, "").of(rule)).isNotEmpty();
      assertThat(check(today, "").of(rule).get(0).assumed().toString()).doesNotContain("1.99");
    }
  }
}
