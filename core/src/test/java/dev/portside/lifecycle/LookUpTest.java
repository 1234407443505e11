package dev.portside.lifecycle;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.platform.Version;
import dev.portside.yaml.Mapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LookUpTest {

  private static Mapping deployment(String containers) {
    return LookUp.parsed("spec: {template: {spec: {containers: %s}}}".formatted(containers));
  }

  @ParameterizedTest
  @CsvSource({
    "pilot:1.31.0, 1.31.0",
    "docker.io/istio/pilot:1.31.0-distroless, 1.31.0",
    "localhost:5000/dapr/operator:v1.18, 1.18",
    "ghcr.io/dapr/operator:1.19.0-rc.2@sha256:0123, 1.19.0",
  })
  void release(String image, String release) {
    assertThat(LookUp.release(deployment("[{name: app, image: '" + image + "'}]"), "app"))
        .hasValue(Version.of(release));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "app",
        "[{name: app}]",
        "[{name: app, image: {a: b}}]",
        "[{name: app, image: pilot}]",
        "[{name: app, image: 'pilot:latest'}]",
        "[{name: app, image: 'pilot:PR-1234'}]",
        "[{name: app, image: 'pilot:123456789012.1'}]",
        "[{name: app, image: 'localhost:5000/pilot'}]",
        "[{name: app, image: 'pilot@sha256:1.2'}]",
      })
  void release_none(String containers) {
    assertThat(LookUp.release(deployment(containers), "app")).isEmpty();
  }

  @Test
  void release_isOfTheContainerOfThatName() {
    Mapping two = deployment("[{name: proxy, image: 'p:1.1'}, {name: app, image: 'a:2.2'}]");

    assertThat(LookUp.release(two, "app")).hasValue(Version.of("2.2"));
    assertThat(LookUp.release(two, "other")).hasValue(Version.of("1.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a: [", "- a", "text", "{\"a\": ]", "\u0000"})
  void parsed_isEmptyWhereThereIsNoMapping(String text) {
    assertThat(LookUp.parsed(text).isEmpty()).isTrue();
  }

  @Test
  void parsed_readsJson() {
    assertThat(LookUp.parsed("{\n\t\"a\": {\"b\": \"c\"}}").mapping("a").text("b")).isEqualTo("c");
    assertThat(LookUp.parsed(null).isEmpty()).isTrue();
  }
}
