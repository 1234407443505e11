package dev.portside.yaml;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.portside.platform.Table;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScalarTypeTest {

  private static final List<Table.Row> ROWS = Table.read(ScalarTypeTest.class, "scalars.txt");

  @Test
  void type_isGoYamls() {
    assertThat(ROWS.size()).isGreaterThan(180);
    for (Table.Row row : ROWS) {
      ScalarType expected = ScalarType.valueOf(row.get("type").toUpperCase(Locale.ROOT));
      assertWithMessage("\"%s\"", row.get("text"))
          .that(ScalarType.of(row.get("text")))
          .isEqualTo(expected);
    }
  }

  @Test
  void value_isGoYamls() {
    for (Table.Row row : ROWS) {
      assertWithMessage("\"%s\"", row.get("text"))
          .that(plain(row.get("text")).value())
          .isEqualTo(expected(row));
    }
  }

  private static Object expected(Table.Row row) {
    String value = row.get("value");
    return switch (row.get("type")) {
      case "null" -> null;
      case "bool" -> value.equals("true");
      case "int" -> integer(new BigInteger(value));
      case "float" ->
          switch (value) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.valueOf(value);
          };
      default -> row.get("text");
    };
  }

  private static Object integer(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return value.intValue();
    }
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  /** What Kubernetes retypes the writer quotes, and so it comes back as the string that it was. */
  @Test
  void isRetyped_ofEverythingThatIsNoString() {
    for (Table.Row row : ROWS) {
      if (!row.get("type").equals("string")) {
        assertWithMessage("\"%s\"", row.get("text"))
            .that(ScalarType.isRetyped(row.get("text")))
            .isTrue();
      }
    }
  }

  @Test
  void isTrue_inEverySpelling() {
    for (String text : List.of("true", "True", "TRUE", "yes", "Y", "on", "ON")) {
      assertWithMessage(text).that(plain(text).isTrue()).isTrue();
    }
    for (String text : List.of("false", "no", "n", "Off", "", "1", "tRUE")) {
      assertWithMessage(text).that(plain(text).isTrue()).isFalse();
    }
    assertThat(Scalar.of("true").isTrue()).isFalse();
  }

  /**
   * fabric8 reads YAML 1.2, Kubernetes YAML 1.1. The difference is why typed objects are made of
   * trees, never of the text.
   */
  @Test
  void fabric8_differsInWhatYaml12Dropped() {
    Set<String> differing = Set.of("yes", "on", "n", "Off", "0777", "1_000", "0b101", "0x1F");
    for (String text : List.of("true", "12", "-1", "1.5", "null", "text", "1:30", "2026-01-01")) {
      assertWithMessage(text).that(fabric8(text)).isEqualTo(kubernetes(text));
    }
    for (String text : differing) {
      assertWithMessage(text).that(fabric8(text)).isNotEqualTo(kubernetes(text));
    }
  }

  private static String fabric8(String text) {
    return String.valueOf(Serialization.unmarshal("a: " + text, Map.class).get("a"));
  }

  private static String kubernetes(String text) {
    return String.valueOf(plain(text).value());
  }

  @Test
  void veryLongNumber_isReadInLinearTime() {
    String digits = "7".repeat(1_000_000);

    assertThat(ScalarType.of("0x" + digits)).isEqualTo(ScalarType.STRING);
    assertThat(ScalarType.of("_" + digits)).isEqualTo(ScalarType.STRING);
    assertThat(ScalarType.of("." + digits)).isEqualTo(ScalarType.FLOAT);
    assertThat(ScalarType.of(".1" + "_1".repeat(500_000))).isEqualTo(ScalarType.FLOAT);
    assertThat(ScalarType.isRetyped("1" + ":1".repeat(500_000))).isTrue();
  }

  @Test
  void equality_isOfValues() {
    assertThat(plain("0x10")).isEqualTo(plain("16"));
    assertThat(plain("yes")).isEqualTo(Scalar.of(true));
    assertThat(plain("~")).isEqualTo(plain(""));
    assertThat(plain("16")).isEqualTo(Scalar.of(16));
    assertThat(plain("16").hashCode()).isEqualTo(plain("0x10").hashCode());
    assertThat(plain("16")).isNotEqualTo(Scalar.of("16"));
    assertThat(plain("16")).isNotEqualTo(plain("16.0"));
    assertThat(plain("")).isNotEqualTo(Scalar.of(""));
    assertThat(plain("a")).isEqualTo(Scalar.of("a"));
  }

  @Test
  void ofJava_keepsTheType() {
    List<Object> values = new ArrayList<>();
    values.addAll(
        List.of(
            true, 5, 5_000_000_000L, 2.5, 1e300, Double.NaN, Double.NEGATIVE_INFINITY, "5", ""));
    values.add(BigInteger.TWO.pow(63));
    values.add(null);
    values.add(Map.of("a", List.of()));

    assertThat(Tree.fromJava(values).toJava()).isEqualTo(values);
  }

  @Test
  void ofJava_ofIntegers() {
    assertThat(Tree.fromJava(5).toJava()).isEqualTo(5);
    assertThat(Tree.fromJava(new BigDecimal("1E+3")).toJava()).isEqualTo(1000);
  }

  private static Scalar plain(String text) {
    return new Scalar(Tree.NOWHERE, text, Scalar.Style.PLAIN);
  }
}
