package dev.portside.platform;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.yaml.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformFileTest {

  private static String refusal(String text) {
    Input input = Input.of("p.yaml", text);
    return assertThrows(IllegalArgumentException.class, () -> PlatformFile.read(input))
        .getMessage();
  }

  @Test
  void version_wrong() {
    assertThat(refusal("sample:\n  mode: allow-any\n  version: latest\n"))
        .isEqualTo(
            "p.yaml:3:12: sample.version: version \"latest\": must be numbers separated by dots,"
                + " such as 1.18");
  }

  @Test
  void setting_wrong() {
    assertThat(refusal("sample: {mode: perhaps}\n"))
        .isEqualTo("p.yaml:1:10: sample.mode: must be allow-any, registry-only");
  }

  @Test
  void key_twice() {
    assertThat(refusal("sample:\n  mode: a\n  mode: b\n"))
        .isEqualTo("p.yaml:3:3: key \"mode\" occurs twice in one mapping; remove one of them");
    assertThat(refusal("cluster: {}\nsample: {}\ncluster: {}\n")).startsWith("p.yaml:3:1: key ");
  }

  @Test
  void document_second() {
    assertThat(refusal("cluster: {}\n---\nsample: {}\n"))
        .startsWith("p.yaml:3:1: a second document begins here");
  }

  @Test
  void document_empty_isNone() {
    for (String text : List.of("", "# nothing\n", "---\n", "--- # a\n---\n")) {
      assertThat(PlatformFile.read(Input.of("p.yaml", text)).profile()).isEqualTo("today");
    }
    Platform read = PlatformFile.read(Input.of("p.yaml", "sample: {version: 7}\n---\n"));
    assertThat(read.get(SampleSection.SECTION).version()).isEqualTo(Version.of("7"));
  }

  @Test
  void document_noMapping() {
    assertThat(refusal("\n- a\n")).isEqualTo("p.yaml:2:1: expected a mapping of sections");
  }

  @Test
  void check_refusesWithThePlace(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("p.yaml"), "sample:\n  roles: [b, 'a in (']\n");
    Exception quoted =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                PlatformFile.read(
                    file,
                    platform -> {
                      throw new IllegalArgumentException("\"a in (\" is no selector");
                    }));
    Exception unquoted =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                PlatformFile.read(
                    file,
                    platform -> {
                      throw new IllegalArgumentException("it does not fit");
                    }));

    assertThat(quoted)
        .hasMessageThat()
        .isEqualTo(file + ":2:14: sample.roles: \"a in (\" is no selector");
    assertThat(unquoted).hasMessageThat().isEqualTo(file + ":1:1: it does not fit");
  }
}
