package dev.portside.value;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Go and Kubernetes make of texts; the expectations are those of their own tests. */
class GoValuesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "9223372036854775807ns, 2562047h47m16.854775807s",
    "-9223372036854775808ns, -2562047h47m16.854775808s",
    "5s, 5s",
    "30s, 30s",
    "1478s, 24m38s",
    "-5s, -5s",
    "+5s, 5s",
    "-0, 0s",
    "5.0s, 5s",
    "5.6s, 5.6s",
    "5.s, 5s",
    ".5s, 500ms",
    "1.004s, 1.004s",
    "10ns, 10ns",
    "11us, 11\u00b5s",
    "13ms, 13ms",
    "14s, 14s",
    "15m, 15m0s",
    "16h, 16h0m0s",
    "3h30m, 3h30m0s",
    "10.5s4m, 4m10.5s",
    "-2m3.4s, -2m3.4s",
    "1h2m3s4ms5us6ns, 1h2m3.004005006s"
  })
  void duration(String text, String printed) {
    GoDuration duration = GoDuration.parse(text);
    assertWithMessage(text).that(duration.problem()).isNull();
    assertThat(duration.toString()).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource({
    "1E3, 1E3",
    "+1, +1",
    "5., 5.",
    "007, 007",
    "1000, 1k",
    "0.5, 500m",
    "1000m, 1",
    "1024Ki, 1Mi",
    "+4Mi, +4Mi",
    "-0, 0",
    "0.5Ki, 512"
  })
  void quantity_printedAsKept(String text, String printed) {
    assertThat(Quantity.parse(text).toString()).isEqualTo(printed);
  }

  @Test
  void duration_quotesBytes() {
    assertThat(GoDuration.parse("1\u00e9").problem())
        .isEqualTo("time: unknown unit \"\\xc3\\xa9\" in duration \"1\\xc3\\xa9\"");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'time: invalid duration \"\"'",
    "3, 'time: missing unit in duration \"3\"'",
    "-, 'time: invalid duration \"-\"'",
    "s, 'time: invalid duration \"s\"'",
    "., 'time: invalid duration \".\"'",
    "9223372036854775807ns1ns, 'time: invalid duration \"9223372036854775807ns1ns\"'",
    "3000000h, 'time: invalid duration \"3000000h\"'",
    "5x, 'time: unknown unit \"x\" in duration \"5x\"'"
  })
  void duration_none(String text, String problem) {
    assertThat(GoDuration.parse(text).problem()).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 500m",
    "1, 1",
    "1000m, 1",
    "1e3, 1e3",
    "1500, 1500",
    "2000, 2k",
    "128Mi, 128Mi",
    "1024Mi, 1Gi",
    "1.5Gi, 1536Mi",
    "64M, 64M",
    "100m, 100m",
    "0, 0",
    "0.001Ki, 1024m",
    "1Ki, 1Ki",
    "1000Ki, 1000Ki",
    "-1, -1",
    "12345678901234567890, 12345678901234567890",
    "1.1E3, 1100e0",
    "0.1n, 1n"
  })
  void quantity(String text, String printed) {
    Quantity quantity = Quantity.parse(text);
    assertWithMessage(text).that(quantity.problem()).isNull();
    if (!printed.endsWith("e0")) {
      assertThat(quantity.toString()).isEqualTo(printed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "16MB", "2 cores", "8K", "1.2.3", "--1", "1i", "0x1"})
  void quantity_none(String text) {
    assertThat(Quantity.parse(text).problem()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"4Mi, 4194304", "10M, 10000000", "1Ti, 1099511627776", "0, 0", "-1, -1", "1e3, 1000"})
  void bytes(String text, long bytes) {
    Quantity quantity = Quantity.parse(text);
    assertThat(quantity.bytesProblem()).isNull();
    assertThat(quantity.bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5Gi", "9Ei", "100Ti", "100m", "0.5"})
  void bytes_none(String text) {
    assertThat(Quantity.parse(text).bytesProblem()).startsWith("cannot get bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+8080", "08080", "-1", "9223372036854775807", "-9223372036854775808"})
  void number(String text) {
    assertThat(GoNumber.isInt(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'8080 ', invalid syntax",
    "'', invalid syntax",
    "-, invalid syntax",
    "\uff18, invalid syntax",
    "9223372036854775808, value out of range",
    "-9223372036854775809, value out of range",
    "18446744073709551616x, value out of range",
    "18446744073709551615x, invalid syntax"
  })
  void number_none(String text, String problem) {
    assertThat(GoNumber.intProblem("Atoi", text))
        .isEqualTo("strconv.Atoi: parsing \"%s\": %s".formatted(text, problem));
  }

  /** A grammar that calls itself ends in a StackOverflowError, one that goes back never ends. */
  @Test
  void longValues_areReadInOnePass() {
    int length = 1 << 20;
    String digits = "1".repeat(length);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(GoDuration.parse("1s".repeat(length / 2)).toString()).isEqualTo("145h38m8s");
          assertThat(GoDuration.parse("0." + digits + "s").nanos()).isEqualTo(111_111_111);
          assertThat(GoDuration.parse(digits + "s").problem()).startsWith("time: invalid duration");
          assertThat(GoDuration.parse("1" + "x".repeat(length)).problem())
              .startsWith("time: unknown unit");
          assertThat(GoNumber.isInt(digits)).isFalse();
          assertThat(GoNumber.uintProblem(digits, 65_535)).endsWith("value out of range");
          assertThat(GoNumber.isInt("0".repeat(length))).isTrue();
          assertThat(Quantity.parse(digits).problem()).isNull();
          assertThat(Quantity.parse("0." + digits + "m").value()).isGreaterThan(BigDecimal.ZERO);
          assertThat(Quantity.parse("1" + "i".repeat(length)).problem()).isNotNull();
          assertThat(Quantity.parse("1e" + digits).problem()).isNotNull();
        });
  }
}
