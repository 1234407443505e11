package dev.portside.yaml;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlWriterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "443,50002",
        "redis-master.dapr-redis:6379",
        "/*",
        "/healthz",
        "a/b:1.0",
        "dapriosamples/hello-k8s-node:0.8.0",
        "dapr.io/app-id",
        "traffic.sidecar.istio.io/excludeInboundPorts",
        "state.redis",
        "10.0.0.0/8",
        "10.0.0.1",
        "1.2.3",
        "v1",
        "1Gi",
        "100m",
        "30s",
        "_1",
        "0b12",
        "0o8",
        "-x",
        "--port=80",
        "a#b",
        "a:b",
        "http://a:80/?b=c&d=e",
        "a, b",
        "a {b} [c]",
        "$(POD_IP)",
        "<none>",
        "~/x",
        "=a",
        "tRUE",
        "inf",
        "2026-01-01 release",
        "1:60",
        "---a",
        "größe",
        "日本語",
        "a 😀"
      })
  void plain_whereNobodyRetypesIt(String text) {
    assertThat(YamlWriter.inline(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " a",
        "a ",
        "*",
        "*a",
        "&a",
        "!a",
        "|",
        ">",
        "%",
        "@",
        "`",
        "'",
        "{}",
        "[a]",
        ",",
        "#",
        "- a",
        "-",
        "?",
        ":",
        ":80",
        "a: b",
        "a:",
        "a #b",
        "true",
        "Yes",
        "n",
        "on",
        "null",
        "~",
        "80",
        "-1",
        "+1",
        "0x1F",
        "0777",
        "0o17",
        "0b1",
        "0b-1",
        "1_000",
        "1e3",
        "1e400",
        ".5",
        "1.",
        ".inf",
        ".NaN",
        "08",
        "1:30",
        "-1:30:59",
        "1:30.5",
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "2026-01-01 00:00:00.5 +02:00",
        "0x1ffffffffffffffff",
        "=",
        "<<",
        "---",
        "... a"
      })
  void quoted_whereSomebodyRetypesOrMisreadsIt(String text) {
    assertThat(YamlWriter.inline(text)).isEqualTo('"' + text + '"');
  }

  @Test
  void escapes() {
    assertThat(YamlWriter.inline("\"\\\n\t\r")).isEqualTo("\"\\\"\\\\\\n\\t\\r\"");
    assertThat(YamlWriter.inline("\u0000\u0085\u00a0\u2028\ufeff"))
        .isEqualTo("\"\\u0000\\u0085\\u00A0\\u2028\\uFEFF\"");
    assertThat(YamlWriter.inline(": é😀")).isEqualTo("\": é😀\"");
  }

  /** go-yaml refuses {@code \}{@code uDB40} in a text; it wants the whole code point. */
  @Test
  void escapes_pairInOne() {
    assertThat(YamlWriter.inline("\udb40\udc01")).isEqualTo("\"\\U000E0001\"");
  }

  @Test
  void loneSurrogate_readsBackEqual() {
    Mapping mapping = Mapping.of("a", "x\ud83d");

    assertThat(YamlWriter.write(mapping)).isEqualTo("a: \"x\\uD83D\"\n");
    assertThat(YamlReader.read(Input.of("a", YamlWriter.write(mapping))).get(0).root())
        .isEqualTo(mapping);
  }

  @Test
  void layout() {
    Mapping tree =
        Mapping.builder()
            .put("a", Mapping.of("b", Mapping.of("c", "d")))
            .put(
                "list",
                Sequence.of(
                    Mapping.builder().put("x", 1).put("ys", Sequence.of(Scalar.of("z"))).build(),
                    Sequence.of(Scalar.of(true), Sequence.empty()),
                    Scalar.of("1")))
            .put("none", Mapping.empty())
            .put("text", "one\n  two\n")
            .put("keep", "one\n\n")
            .put("strip", "one\ntwo")
            .put("null", Scalar.NULL)
            .put("nothing", new Scalar(Tree.NOWHERE, "", Scalar.Style.PLAIN))
            .build();

    assertThat(YamlWriter.write(tree))
        .isEqualTo(
            """
            a:
              b:
                c: d
            list:
            - x: 1
              ys:
              - z
            - - true
              - []
            - "1"
            none: {}
            text: |
              one
                two
            keep: |+
              one

            strip: |-
              one
              two
            "null": null
            nothing:
            """);
  }

  @Test
  void literal_keepsTabsAndOtherScripts() {
    assertThat(YamlWriter.write(Mapping.of("a", "größe:\n\tx → 😀\n")))
        .isEqualTo("a: |\n  größe:\n  \tx → 😀\n");
  }

  @Test
  void literal_notWhereItsIndentOrEndsCannotBeSeen() {
    assertThat(YamlWriter.write(Mapping.of("a", " x\ny"))).isEqualTo("a: \" x\\ny\"\n");
    assertThat(YamlWriter.write(Mapping.of("a", "\tx\ny"))).isEqualTo("a: \"\\tx\\ny\"\n");
    assertThat(YamlWriter.write(Mapping.of("a", "x \ny"))).isEqualTo("a: \"x \\ny\"\n");
    assertThat(YamlWriter.write(Mapping.of("a", "x\r\ny"))).isEqualTo("a: \"x\\r\\ny\"\n");
  }

  @Test
  void longKey_isExplicit() {
    String key = "k".repeat(1001);

    assertThat(YamlWriter.write(Sequence.of(Mapping.of(key, "v"))))
        .isEqualTo("- ? " + key + "\n  : v\n");
  }

  @Test
  void readPlain_ofSeveralLines() {
    Tree read = YamlReader.read(Input.of("a", "a: one\n\n  two\nb: 0x1F\nc: 1:30\n")).get(0).root();

    assertThat(YamlWriter.write(read)).isEqualTo("a: |-\n  one\n  two\nb: 0x1F\nc: \"1:30\"\n");
  }

  @Test
  void root_thatIsNoCollection() {
    assertThat(YamlWriter.write(Mapping.empty())).isEqualTo("{}\n");
    assertThat(YamlWriter.write(Scalar.of("a"))).isEqualTo("a\n");
  }
}
