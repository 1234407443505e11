package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OtherCommandsTest {

  @Test
  void rules() {
    Cli.Result result = Cli.run("rules");

    assertThat(result.code()).isEqualTo(0);
    assertThat(result.out()).containsMatch("(?m)^manifest-unreadable +error +an input is no");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void rules_eachHasAPage() {
    for (String line : Cli.run("rules").out().lines().toList()) {
      String id = line.substring(0, line.indexOf(' '));
      assertThat(Cli.run("rules", id).out()).contains(id);
    }
  }

  @Test
  void rules_unknown() {
    Cli.Result result = Cli.run("rules", "flow-brokn");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("the nearest is flow-broken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "check --help", "rules --help"})
  void help_hasExamples(String args) {
    Cli.Result result = Cli.run(args.split(" "));

    assertThat(result.code()).isEqualTo(0);
    assertThat(result.out()).contains("Examples:\n");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void help_namesExitCodes() {
    assertThat(Cli.run("--help").out()).contains("unreadable input");
  }

  @Test
  void nothing() {
    Cli.Result result = Cli.run();

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("Usage: portside");
  }

  @Test
  void command_unknown() {
    Cli.Result result = Cli.run("chek");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("check");
  }

  @Test
  void version() {
    assertThat(Cli.run("--version").out()).startsWith("portside ");
  }

  @Test
  void completion() {
    Cli.Result result = Cli.run("generate-completion");

    assertThat(result.code()).isEqualTo(0);
    assertThat(result.out()).contains("complete -F");
  }
}
