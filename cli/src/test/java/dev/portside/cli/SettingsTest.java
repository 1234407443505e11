package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a project's settings and a platform file may not say, and how it is told. */
final class SettingsTest {

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static void refused(Cli.Result result, String place, String part) {
    assertWithMessage(result.err()).that(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains(place);
    assertThat(result.err()).contains(part);
    assertThat(result.err().lines().toList()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          istio: {neverInjectSelector: ["a in ("]} | 1:31 | istio.neverInjectSelector: "a in (" is
          dapr: {version: latest}                  | 1:17 | dapr.version: version "latest": must be
          istio: {version: 1, version: 2}          | 1:21 | key "version" occurs twice
          istio: {excludeInboundPorts: [80]}       | 1:9  | must be a single value
          """)
  void platformFile_wrong(String text, String place, String message) throws IOException {
    String name = file("p.yaml", text + "\n").toString();

    refused(Cli.check(Samples.ORDERS, "--platform", name), "p.yaml:" + place + ": ", message);
  }

  @Test
  void platformFile_secondDocument() throws IOException {
    String name = file("p.yaml", "dapr: {mtls: true}\n---\ndapr: {mtls: false}\n").toString();

    refused(Cli.check(Samples.ORDERS, "--platform", name), "p.yaml:3:1: ", "second document");
  }

  @ParameterizedTest
  @CsvSource({"missing.yaml", "missing.YML", "missing.json", "dir/today"})
  void platformFile_missing(String name) {
    refused(
        Cli.check(Samples.ORDERS, "--platform", name),
        "portside: --platform: \"" + name + "\": ",
        "there is no such file");
  }

  @Test
  void platformFile_isDirectory() {
    refused(
        Cli.check(Samples.ORDERS, "--platform", folder.toString()),
        "--platform",
        "it is not a file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          platform: nope.yaml             | 1:11 | platform: "nope.yaml": there is no such file
          platform: yesterday             | 1:11 | profile "yesterday": unknown; known are
          failOn: infos                   | 1:9  | failOn: "infos" must be error, warning, info
          baseline: nope.json             | 1:11 | baseline: "nope.json": there is no such file
          failOn: {a: b}                  | 1:9  | must be a single value
          baseline: []                    | 1:11 | must be a single value
          {failOn: info, failOn: error}   | 1:16 | key "failOn" occurs twice
          - a                             | 1:1  | expected a mapping of settings
          """)
  void settings_wrong(String text, String place, String message) throws Exception {
    file("portside.yaml", text + "\n");
    file("a.yaml", Samples.ORDERS);

    Cli.Result result = Cli.runIn(folder, Map.of(), "check", "-f", "a.yaml");

    refused(result, "portside.yaml:" + place + ": ", message);
  }

  @Test
  void settings_secondDocument() throws Exception {
    file("portside.yaml", "failOn: info\n---\nfailOn: error\n");

    refused(Cli.runIn(folder, Map.of(), "check"), "portside.yaml:3:1: ", "second document");
  }

  @Test
  void settings_wrongThoughAnOptionBeatsThem() throws Exception {
    file("portside.yaml", "failOn: infos\n");
    file("a.yaml", Samples.ORDERS);

    refused(
        Cli.runIn(folder, Map.of(), "check", "-f", "a.yaml", "--fail-on", "error"),
        "portside.yaml:1:9: ",
        "infos");
  }

  @Test
  void rule_beatsSkipRules() throws Exception {
    file("portside.yaml", "skipRules: [dapr-port-captured-inbound, exclusion-unneeded]\n");
    file("a.yaml", Samples.ORDERS);
    String rule = "dapr-port-captured-inbound";

    Cli.Result settings = Cli.runIn(folder, Map.of(), "check", "-f", "a.yaml");
    Cli.Result option = Cli.runIn(folder, Map.of(), "check", "-f", "a.yaml", "--rule", rule);
    Cli.Result both =
        Cli.runIn(folder, Map.of(), "check", "-f", "a.yaml", "--rule", rule, "--skip-rule", rule);

    assertThat(settings.out()).doesNotContain("[" + rule + "]");
    assertThat(option.out()).contains("[" + rule + "]");
    assertThat(option.code()).isEqualTo(1);
    assertThat(both.code()).isEqualTo(0);
  }
}
