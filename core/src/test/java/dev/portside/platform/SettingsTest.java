package dev.portside.platform;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.platform.SampleSection.Mode;
import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.YamlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SettingsTest {

  private static final Mapping FALLBACK = mapping("{text: today, flag: true, mode: allow-any}");

  private static Settings settings(String yaml) {
    return new Settings("sample", Input.of("platform.yaml", ""), mapping(yaml), FALLBACK);
  }

  private static Mapping mapping(String yaml) {
    return (Mapping) YamlReader.read(Input.of("test", yaml)).get(0).root();
  }

  private static String refusal(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  @Test
  void text() {
    assertThat(settings("{text: own}").text("text")).isEqualTo("own");
    assertThat(settings("{text: ''}").text("text")).isEmpty();
    assertThat(settings("{}").text("text")).isEqualTo("today");
    assertThat(settings("{text: }").text("text")).isEqualTo("today");
    assertThat(settings("{version: 1.10}").text("version")).isEqualTo("1.10");
  }

  @Test
  void text_missingOrNoSingleValue() {
    assertThat(refusal(() -> settings("{}").text("other")))
        .isEqualTo("platform.yaml: sample.other: must be a single value");
    assertThat(refusal(() -> settings("{text: [a]}").text("text")))
        .isEqualTo("platform.yaml: sample.text: must be a single value");
  }

  @Test
  void flag_inEverySpellingOfYaml() {
    for (String yes : new String[] {"true", "True", "yes", "on"}) {
      assertThat(settings("{flag: " + yes + "}").flag("flag")).isTrue();
    }
    for (String no : new String[] {"false", "FALSE", "no", "off"}) {
      assertThat(settings("{flag: " + no + "}").flag("flag")).isFalse();
    }
    assertThat(settings("{}").flag("flag")).isTrue();
  }

  @Test
  void flag_wrong() {
    assertThat(refusal(() -> settings("{flag: 'true'}").flag("flag")))
        .isEqualTo("platform.yaml: sample.flag: must be true or false");
    assertThat(refusal(() -> settings("{flag: 1}").flag("flag")))
        .isEqualTo("platform.yaml: sample.flag: must be true or false");
  }

  @Test
  void choice() {
    assertThat(settings("{mode: registry-only}").choice("mode", Mode.class))
        .isEqualTo(Mode.REGISTRY_ONLY);
    assertThat(settings("{}").choice("mode", Mode.class)).isEqualTo(Mode.ALLOW_ANY);
    assertThat(refusal(() -> settings("{mode: ALLOW_ANY}").choice("mode", Mode.class)))
        .isEqualTo("platform.yaml: sample.mode: must be allow-any, registry-only");
  }

  @Test
  void texts() {
    assertThat(settings("{list: [a, 1]}").texts("list")).containsExactly("a", "1").inOrder();
    assertThat(settings("{}").texts("list")).isEmpty();
    assertThat(settings("{list: }").texts("list")).isEmpty();
    assertThat(refusal(() -> settings("{list: a}").texts("list")))
        .isEqualTo("platform.yaml: sample.list: must be a list of strings");
    assertThat(refusal(() -> settings("{list: [a, {b: c}]}").texts("list")))
        .isEqualTo("platform.yaml: sample.list: must be a list of strings");
  }
}
