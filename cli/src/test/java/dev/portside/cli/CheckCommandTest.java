package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckCommandTest {

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static void refused(Cli.Result result, String... parts) {
    assertWithMessage(result.err()).that(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.out()).isEmpty();
    for (String part : parts) {
      assertThat(result.err()).contains(part);
    }
    assertThat(result.err()).doesNotContain("\tat ");
    assertThat(result.err()).doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "sarif", "junit", "github"})
  void exitCodes(String format) {
    assertThat(Cli.check(Samples.CLEAN, "-o", format).code()).isEqualTo(0);
    assertThat(Cli.check(Samples.ORDERS, "-o", format).code()).isEqualTo(1);
    refused(Cli.check(Samples.ORDERS, "-o", format, "--fail-on", "never"), "--fail-on");
    Cli.Result unreadable = Cli.check(Samples.BROKEN + "---\n" + Samples.ORDERS, "-o", format);
    assertThat(unreadable.code()).isEqualTo(3);
    assertThat(unreadable.out()).contains("dapr-port-captured-inbound");
    assertThat(unreadable.err()).isEmpty();
  }

  @Test
  void format_unknown() {
    refused(
        Cli.check(Samples.CLEAN, "-o", "xml"),
        "--output",
        "\"xml\" must be one of text, json, sarif, junit, github");
    refused(Cli.check(Samples.CLEAN, "--fail-on", "no"), "\"no\" must be one of error, warning");
    assertThat(Cli.check(Samples.CLEAN, "-o", "Json").out()).startsWith("{");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bad_NS", "", "a-", "a.b", "shop "})
  void namespace_wrong(String name) throws Exception {
    String message = "namespace \"" + name + "\": must be 1 to 63 lower-case letters";
    refused(Cli.check(Samples.CLEAN, "-n", name), "--namespace", message);

    file("portside.yaml", "namespace: \"" + name + "\"\n");
    refused(Cli.runIn(folder, Map.of(), "check"), "portside.yaml:1:12: ", message);
  }

  @Test
  void file_empty() {
    refused(Cli.run("check", "-f", ""), "--filename", "\"\" does not name a file");
  }

  /** no-color.org: only where it is not empty. */
  @Test
  void noColor_empty() throws Exception {
    file("a.yaml", Samples.ORDERS);
    Cli.Result empty = Cli.runIn(folder, Map.of("NO_COLOR", "", "CLICOLOR_FORCE", "1"), "check");
    Cli.Result set = Cli.runIn(folder, Map.of("NO_COLOR", "1", "CLICOLOR_FORCE", "1"), "check");
    Cli.Result piped = Cli.runIn(folder, Map.of("NO_COLOR", ""), "check");

    assertThat(empty.out()).contains("\u001b[");
    assertThat(set.out()).doesNotContain("\u001b[");
    assertThat(piped.out()).doesNotContain("\u001b[");
  }

  @Test
  void option_unknown() {
    refused(Cli.check(Samples.CLEAN, "--fial-on", "info"), "--fial-on");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--rule", "--skip-rule"})
  void rule_unknown(String option) {
    refused(
        Cli.check(Samples.CLEAN, option, "flow-brokn"),
        "\"flow-brokn\"",
        "the nearest is flow-broken");
  }

  @Test
  void profile_unknown() {
    refused(Cli.check(Samples.CLEAN, "--platform", "yesterday"), "yesterday", "kyma-2020", "today");
  }

  @Test
  void version_malformed() {
    refused(Cli.check(Samples.CLEAN, "--istio", "new"), "\"new\"", "1.18");
  }

  @Test
  void file_missing() {
    Cli.Result result = Cli.run("check", "-f", folder.resolve("no.yaml").toString());

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out()).contains("no.yaml: error: it cannot be read: there is no such file");
  }

  @Test
  void file_isNoText() throws IOException {
    Path file = folder.resolve("a.yaml");
    Files.write(file, new byte[] {'a', '\n', (byte) 0xc3, (byte) 0xa9, (byte) 0xff, (byte) 0xfe});

    Cli.Result result = Cli.run("check", "-f", file.toString());

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out())
        .contains("a.yaml:2:2: error: it is not UTF-8 text: byte 0xFF does not begin a character");
  }

  @ParameterizedTest
  @CsvSource({"error, 0", "warning, 0", "info, 1", "ERROR, 0", "Info, 1"})
  void failOn(String severity, int code) {
    assertThat(Cli.check(Samples.INFO, "--fail-on", severity).code()).isEqualTo(code);
  }

  @Test
  void baseline_staysStableWhenLinesMove() throws IOException {
    Path manifest = file("orders.yaml", Samples.ORDERS);
    String baseline = folder.resolve("baseline.json").toString();
    String path = manifest.toString();

    Cli.Result written = Cli.run("check", "-f", path, "--write-baseline", baseline);
    Files.writeString(manifest, "# a\n# b\n" + Samples.ORDERS.replace("orders:1", "orders:2"));
    Cli.Result accepted = Cli.run("check", "-f", path, "--baseline", baseline);
    Files.writeString(manifest, Samples.ORDERS.replace("name: orders\n  n", "name: other\n  n"));
    Cli.Result other = Cli.run("check", "-f", path, "--baseline", baseline);

    assertThat(written.code()).isEqualTo(0);
    assertThat(accepted.code()).isEqualTo(0);
    assertThat(accepted.out()).contains("0 errors, 0 warnings, 0 infos");
    assertThat(accepted.out()).contains("suppressed)");
    assertThat(other.code()).isEqualTo(1);
  }

  @Test
  void baseline_unreadable() throws IOException {
    String missing = folder.resolve("no.json").toString();
    refused(Cli.check(Samples.CLEAN, "--baseline", missing), "no.json", "there is no such file");

    String wrong = file("wrong.json", "{\"accepted\": [\n  7]}").toString();
    refused(Cli.check(Samples.CLEAN, "--baseline", wrong), "wrong.json:2:3", "mapping");

    String broken = file("broken.json", "{\"accepted\": [").toString();
    refused(Cli.check(Samples.CLEAN, "--baseline", broken), "broken.json:1:1");

    refused(Cli.check(Samples.CLEAN, "--baseline", wrong, "--write-baseline", wrong), "together");
  }

  @Test
  void baseline_isNoText() throws IOException {
    Path file = folder.resolve("baseline.json");
    Files.write(file, new byte[] {(byte) 0xff});

    refused(Cli.check(Samples.CLEAN, "--baseline", file.toString()), "baseline.json", "UTF-8");
  }

  @Test
  void baseline_thatAcceptsWhatCannotBeRead() throws IOException {
    String path = file("broken.yaml", Samples.BROKEN).toString();
    String baseline = folder.resolve("b.json").toString();
    Cli.Result written = Cli.run("check", "-f", path, "--write-baseline", baseline);
    Cli.Result accepted = Cli.run("check", "-f", path, "--baseline", baseline);
    Cli.Result left = Cli.run("check", "-f", path, "--skip-rule", "manifest-unreadable");

    for (Cli.Result result : List.of(written, accepted, left)) {
      assertThat(result.code()).isEqualTo(3);
      assertThat(result.err()).startsWith("portside: " + path + " could not be read");
      assertThat(result.err().lines().toList()).hasSize(1);
    }
    assertThat(Cli.run("check", "-f", path).err()).isEmpty();
  }

  @Test
  void writeBaseline_cannotBeWritten() throws IOException {
    String missing = folder.resolve("no/b.json").toString();
    String directory = folder.toString();
    String below = file("a.txt", "").resolve("b.json").toString();

    refused(
        Cli.check(Samples.ORDERS, "--write-baseline", missing),
        "baseline " + missing + ": it cannot be written: there is no directory");
    refused(Cli.check(Samples.ORDERS, "--write-baseline", directory), "it cannot be written: ");
    refused(Cli.check(Samples.ORDERS, "--write-baseline", below), "it cannot be written: ");
  }

  @Test
  void suppressions() {
    String allowed =
        Samples.ORDERS.replace(
            "prometheus.io/scrape",
            "portside.dev/allow.dapr-port-captured-inbound: \"nobody calls it\"\n"
                + "        prometheus.io/scrape");

    assertThat(Cli.check(allowed).out()).doesNotContain("[dapr-port-captured-inbound]");
    assertThat(Cli.check(allowed).out()).contains("(1 suppressed)");
  }

  @Test
  void platformFile_wrong() throws IOException {
    String file = file("platform.yaml", "istio:\n  version: 1.27\nclutser: {}\n").toString();

    refused(Cli.check(Samples.CLEAN, "--platform", file), "platform.yaml:3:1", "clutser");
  }

  @Test
  void settings_wrong() throws Exception {
    file("portside.yaml", "failOn: info\nstrategy: perhaps\n");
    file("a.yaml", Samples.CLEAN);

    refused(Cli.runIn(folder, Map.of(), "check"), "portside.yaml:2:11", "\"perhaps\"");
  }

  @Test
  void settings_unknownKey() throws Exception {
    file("portside.yaml", "\nfialOn: info\n");

    refused(Cli.runIn(folder, Map.of(), "check"), "portside.yaml:2:1", "fialOn");
  }

  @Test
  void settings_unknownRule() throws Exception {
    file("portside.yaml", "skipRules:\n  - flow-broken\n  - flow-brokken\n");
    file("a.yaml", Samples.CLEAN);

    Cli.Result result = Cli.runIn(folder, Map.of(), "check");

    refused(
        result, "portside.yaml:3:5", "\"flow-brokken\" is not a rule; the nearest is flow-broken");
  }

  @Test
  void settings_ruleThatIsNoText() throws Exception {
    file("portside.yaml", "rules: [flow-broken, {id: flow-plaintext}]\n");

    refused(Cli.runIn(folder, Map.of(), "check"), "portside.yaml:1:22", "rules: each item must be");
  }

  @Test
  void overlays() throws IOException {
    String dev = file("dev/orders.yaml", Samples.ORDERS).getParent().toString();
    String prod = file("prod/orders.yaml", Samples.ORDERS).getParent().toString();

    String apart = Cli.run("check", "-f", dev, "-f", prod).out();
    String together = Cli.run("check", "-R", "-f", folder.toString()).out();

    assertThat(apart).doesNotContain("[manifest-duplicate]");
    assertThat(together).contains("[manifest-duplicate]");
  }

  @Test
  void overlays_appIds() throws IOException {
    String stable = file("stable/orders.yaml", Samples.ORDERS).getParent().toString();
    String canary =
        file(
                "canary/orders.yaml",
                Samples.ORDERS.replace("name: orders\n  namespace", "name: canary\n  namespace"))
            .getParent()
            .toString();

    String apart = Cli.run("check", "-f", stable, "-f", canary).out();
    String together = Cli.run("check", "-R", "-f", folder.toString()).out();

    assertThat(apart).doesNotContain("[dapr-app-id-duplicate]");
    assertThat(together).contains("[dapr-app-id-duplicate]");
  }

  @Test
  void settings_holdBelowTheirDirectory() throws Exception {
    file("portside.yaml", "failOn: info\nnamespace: shop\n");
    file("k8s/orders.yaml", Samples.INFO);

    Cli.Result result = Cli.runIn(folder.resolve("k8s"), Map.of("NO_COLOR", "1"), "check");
    Cli.Result option =
        Cli.runIn(folder.resolve("k8s"), Map.of(), "check", "--fail-on", "error", "-o", "json");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("orders.yaml:");
    assertThat(result.out()).doesNotContain("\u001b");
    assertThat(option.code()).isEqualTo(0);
  }

  @Test
  void directory() throws IOException {
    file("k8s/a.yaml", Samples.ORDERS);
    file("k8s/values.yaml", "replicas: 2\nimage: {{ x }}\n");
    file("k8s/workflow.yml", "on: push\njobs: {build: {steps: []}}\n");
    file("k8s/notes.txt", "not a manifest");
    file("k8s/deep/b.yaml", Samples.CLEAN);
    String path = folder.resolve("k8s").toString();

    Cli.Result flat = Cli.run("check", "-f", path, "-o", "json");
    Cli.Result deep = Cli.run("check", "-f", path, "-R", "-o", "json");

    assertThat(flat.code()).isEqualTo(1);
    assertThat(flat.out()).contains("\"resources\" : 1");
    assertThat(deep.code()).isEqualTo(1);
    assertThat(deep.out()).contains("\"resources\" : 2");
  }

  @Test
  void namespace() {
    String without = Samples.ORDERS.replace("  namespace: shop\n", "");

    assertThat(Cli.check(without, "-o", "json", "-n", "depot").out())
        .contains("\"namespace\" : \"depot\"");
    assertThat(Cli.check(without, "-o", "json").out()).contains("\"namespace\" : \"default\"");
  }

  @Test
  void list_ofAnyKind() {
    String item = Samples.ORDERS.indent(4).stripLeading();
    for (String kind : List.of("List", "DeploymentList")) {
      String list = "apiVersion: v1\nkind: " + kind + "\nitems:\n  - " + item;
      assertThat(Cli.check(list).out()).contains("[dapr-port-captured-inbound]");
    }
  }

  @Test
  void lineEndsAndByteOrderMark_changeNothing() {
    String expected = Cli.check(Samples.ORDERS).out();

    assertThat(Cli.check(Samples.ORDERS.replace("\n", "\r\n")).out()).isEqualTo(expected);
    assertThat(Cli.check("\ufeff" + Samples.ORDERS).out()).isEqualTo(expected);
  }

  @Test
  void standardInput_isNoText() {
    Cli.Result result =
        Cli.runWithInput("\u00ff".getBytes(StandardCharsets.ISO_8859_1), "check", "-f", "-");

    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out())
        .contains("-:1:1: error: it is not UTF-8 text: byte 0xFF does not begin");
  }

  @Test
  void removals_areOneDiff() {
    String out = Cli.check(Samples.ORDERS, "--rule", "exclusion-unneeded").out();

    assertThat(out.split("= edit:\n", -1)).hasLength(2);
    assertThat(out).contains("-         traffic.sidecar.istio.io/excludeInboundPorts");
  }

  @Test
  void unreadable_showsItsLine() {
    assertThat(Cli.check(Samples.BROKEN + "\n\n---\n" + Samples.CLEAN).out())
        .startsWith("-:2:7: error: ");
    assertThat(Cli.check(Samples.BROKEN).out()).contains("2 | kind: [\n  |       ^\n");
  }
}
