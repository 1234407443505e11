package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Fixes of SARIF are alternatives: each must be right alone. */
final class SarifFixesTest {

  private static final String TYPO =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: a
        labels: {sidecar.istio.io/inject: "true"}
        annotations:
          dapr.io/enabled: "true"
          dapr.io/app-id: a
          traffic.sidecar.istio.io/excludeInboundPort: "50002"
      spec:
        containers: [{name: app, image: x}]
      """;

  private static final String JSON =
      """
      {"apiVersion": "v1", "kind": "Pod",
       "metadata": {"name": "a", "labels": {"sidecar.istio.io/inject": "true"},
         "annotations": {"dapr.io/enabled": "true", "dapr.io/app-id": "a",
           "traffic.sidecar.istio.io/excludeInboundPort": "50002"}},
       "spec": {"containers": [{"name": "a", "image": "b"}]}}
      """;

  private static JsonNode result(String text, String rule) throws IOException {
    String out = Cli.check(text, "-o", "sarif", "--rule", rule).out();
    JsonNode results = new ObjectMapper().readTree(out).get("runs").get(0).get("results");
    assertThat(results.size()).isEqualTo(1);
    return results.get(0);
  }

  @Test
  void rename_isOneFix() throws IOException {
    JsonNode fixes = result(TYPO, "istio-annotation-unknown").path("fixes");

    assertThat(fixes.size()).isEqualTo(1);
    assertThat(fixes.findValues("deletedRegion")).hasSize(2);
    String fixed = applied(TYPO, fixes.get(0).get("artifactChanges").get(0).get("replacements"));
    assertThat(fixed).isEqualTo(TYPO.replace("excludeInboundPort:", "excludeInboundPorts:"));
  }

  @Test
  void half_isNoFix() throws IOException {
    assertThat(result(JSON, "istio-annotation-unknown").has("fixes")).isFalse();
  }

  private static String applied(String text, JsonNode replacements) {
    String fixed = text;
    for (int i = replacements.size() - 1; i >= 0; i--) {
      JsonNode region = replacements.get(i).get("deletedRegion");
      int start = offset(text, region.get("startLine").asInt(), region.get("startColumn").asInt());
      int end = offset(text, region.get("endLine").asInt(), region.get("endColumn").asInt());
      fixed =
          fixed.substring(0, start)
              + replacements.get(i).get("insertedContent").get("text").asText()
              + fixed.substring(end);
    }
    return fixed;
  }

  private static int offset(String text, int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = text.indexOf('\n', start) + 1;
    }
    return start + column - 1;
  }
}
