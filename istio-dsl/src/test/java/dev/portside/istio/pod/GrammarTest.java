package dev.portside.istio.pod;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.yaml.Mapping;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GrammarTest {

  @ParameterizedTest
  @CsvSource({
    "1.2.3.4.5/8, IPv4 address too long",
    "1..2.3/8, 'IPv4 field must have at least one digit (at \".2.3\")'",
    "1:2/8, address string too short",
    "1::2::3/8, 'multiple :: in address (at \":3\")'",
    "12345::/8, 'each group must have 4 or less digits (at \"12345::\")'",
    "1:2:3:4:5:6:7:8::/8, the :: must expand to at least one field of zeros",
    "1:/8, 'colon must be followed by more characters (at \":\")'",
    "::1.2.3/8, IPv4 address too short",
    "%eth0/8, missing IPv6 address",
  })
  void ranges_asGo(String range, String problem) {
    String refusal = AnnotationGrammar.RANGES.refusal(range);

    assertThat(refusal).startsWith("excludeIPRanges invalid: failed parsing cidr");
    assertThat(refusal).contains(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "::/0",
    "::1/128",
    "1:2:3:4:5:6:7:8/64",
    "::ffff:10.0.0.0/104",
    "1::8/16",
    "0.0.0.0/0",
  })
  void ranges_taken(String range) {
    assertThat(AnnotationGrammar.RANGES.refusal(range)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"1K", "1ki", "1e", "--4", "MM"})
  void quantity_suffix(String amount) {
    assertThat(AnnotationGrammar.QUANTITY.refusal(amount))
        .isEqualTo("unable to parse quantity's suffix");
  }

  @ParameterizedTest
  @CsvSource({"100m", "1.5Gi", "1e3", ".5", "5.", "+1", "."})
  void quantity_taken(String amount) {
    assertThat(AnnotationGrammar.QUANTITY.refusal(amount)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "app=x, true",
    "app==x, true",
    "app!=x, false",
    "'app in (x,y)', true",
    "'app notin (x)', false",
    "app, true",
    "!app, false",
    "'app=x,tier', false",
    "'', false",
  })
  void podSelector(String text, boolean selects) {
    assertThat(PodSelector.of(text).selects(Mapping.of("app", "x"))).isEqualTo(selects);
  }
}
