package dev.portside.yaml;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlainTest {

  @ParameterizedTest
  @CsvSource({
    "27, \\u001b",
    "13, \\u000d",
    "10, \\n",
    "9, \\t",
    "155, \\u009b",
    "8238, \\u202e",
    "8203, \\u200b",
    "8232, \\u2028",
    "65534, \\ufffe",
    "55296, \\ud800",
    "917569, \\U000e0041"
  })
  void invisible_isShown(int codePoint, String shown) {
    assertThat(Plain.of("a" + Character.toString(codePoint) + "b")).isEqualTo("a" + shown + "b");
  }

  @Test
  void commands_ofBuildServers() {
    assertThat(Plain.of("a ##[error]b ##vso[x]")).isEqualTo("a \\u0023#[error]b \\u0023#vso[x]");
    assertThat(Plain.of("## a #[b]")).isEqualTo("## a #[b]");
  }

  @Test
  void text_staysAsItIs() {
    String text = "動作 \uD83D\uDE00 é <b>&";

    assertThat(Plain.of(text)).isSameInstanceAs(text);
  }
}
