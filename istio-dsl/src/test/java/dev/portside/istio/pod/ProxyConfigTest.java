package dev.portside.istio.pod;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portside.istio.mesh.IstioMesh;
import dev.portside.platform.Platform;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The expectations are what golang/protobuf v1.5.4, sigs.k8s.io/yaml v1.6.0 and istio.io/api
 * v1.31.0 answered.
 */
final class ProxyConfigTest {

  private static final IstioMesh MESH = Platform.today().get(IstioMesh.SECTION);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proxyMetadata: {A: true} | json: cannot unmarshal bool into Go value of type string",
        "proxyMetadata: {A: 1} | json: cannot unmarshal number into Go value of type string",
        "proxyMetadata: [a]"
            + " | json: cannot unmarshal array into Go value of type map[string]json.RawMessage",
        "holdApplicationUntilProxyStarts: \"true\""
            + " | json: cannot unmarshal string into Go value of type bool",
        "holdApplicationUntilProxyStarts: 1"
            + " | json: cannot unmarshal number into Go value of type bool",
        "interceptionMode: \"1\" | unknown value \"\\\"1\\\"\" for enum"
            + " istio.mesh.v1alpha1.ProxyConfig.InboundInterceptionMode",
        "interceptionMode: 1.5"
            + " | json: cannot unmarshal number 1.5 into Go value of type protoreflect.EnumNumber",
        "concurrency: 2.5 | json: cannot unmarshal number 2.5 into Go value of type int32",
        "concurrency: abc | invalid character 'a' looking for beginning of value",
        "concurrency: \"\" | unexpected end of JSON input",
        "fileFlushMinSizeKb: -1 | json: cannot unmarshal number -1 into Go value of type uint32",
        "drainDuration: 5 | json: cannot unmarshal number into Go value of type string",
        "drainDuration: \"5\" | bad Duration: time: missing unit in duration \"5\"",
        "drainDuration: abc | bad Duration: time: invalid duration \"abc\"",
        "extraStatTags: a | json: cannot unmarshal string into Go value of type []json.RawMessage",
        "image: a"
            + " | json: cannot unmarshal string into Go value of type map[string]json.RawMessage",
        "'a: ['               | yaml: line 1: did not find expected node content",
        "'a: }'               | yaml: did not find expected node content",
        "'a: \"b'             | yaml: found unexpected end of stream",
        "'a: @x'              | yaml: found character that cannot start any token",
        "'a: b: c'            | yaml: mapping values are not allowed in this context",
        "'a: *b'              | yaml: unknown anchor 'b' referenced",
      })
  void refusal(String annotation, String reason) {
    assertThat(ProxyConfig.refusal(annotation))
        .isEqualTo("failed to convert to apply proxy config: " + reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxyMetadata: {A: null}",
        "proxyMetadata: {1: x}",
        "holdApplicationUntilProxyStarts: on",
        "hold_application_until_proxy_starts: true",
        "interceptionMode: 1",
        "concurrency: \"2\"",
        "concurrency: 2.0",
        "statusPort: null",
        "drainDuration: 1m30s",
        "notAField: 1",
      })
  void refusal_none(String annotation) {
    assertThat(ProxyConfig.refusal(annotation)).isNull();
  }

  @Test
  void of_bothNames() {
    assertThat(ProxyConfig.of(MESH, "interception_mode: TPROXY").interceptionMode())
        .isEqualTo("TPROXY");
    assertThat(
            ProxyConfig.of(MESH, "interceptionMode: NONE\ninterception_mode: TPROXY")
                .interceptionMode())
        .isEqualTo("NONE");
  }

  @Test
  void of_truthAsYaml() {
    assertThat(ProxyConfig.of(MESH, "holdApplicationUntilProxyStarts: yes").holdsApplication())
        .isTrue();
    assertThat(ProxyConfig.of(MESH, "holdApplicationUntilProxyStarts: off").holdsApplication())
        .isFalse();
  }

  @Test
  void of_modeByNumber() {
    assertThat(ProxyConfig.of(MESH, "interceptionMode: 2").interceptionMode()).isEqualTo("NONE");
    assertThat(ProxyConfig.of(MESH, "interceptionMode: 0").interceptionMode())
        .isEqualTo("REDIRECT");
  }

  @Test
  void longValues_areReadInOnePass() {
    int length = 1 << 20;
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(ProxyConfig.refusal("drainDuration: " + "1s".repeat(length / 2))).isNull();
          assertThat(ProxyConfig.refusal("drainDuration: " + "1x".repeat(length / 2)))
              .contains("bad Duration: time: unknown unit \"x\" in duration");
          assertThat(ProxyConfig.refusal("concurrency: \"" + "1".repeat(length) + "\""))
              .contains("into Go value of type int32");
        });
  }
}
