package dev.portside.yaml;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlReaderTest {

  private static List<Document> read(String text) {
    return YamlReader.read(Input.of("test.yaml", text));
  }

  private static Mapping root(String text) {
    return (Mapping) read(text).get(0).root();
  }

  private static YamlException failure(String text) {
    return assertThrows(YamlException.class, () -> read(text));
  }

  /** Each key and value says where its own name stands in the text. */
  private static void assertPlaces(String text, Tree tree) {
    if (tree instanceof Mapping mapping) {
      for (int i = 0; i < mapping.size(); i++) {
        assertThat(text.substring(mapping.keyOffset(i))).startsWith(mapping.key(i));
        assertPlaces(text, mapping.value(i));
      }
    } else if (tree instanceof Sequence sequence) {
      sequence.forEach(item -> assertPlaces(text, item));
    } else if (tree instanceof Scalar scalar) {
      assertThat(text.substring(scalar.offset())).startsWith(scalar.text());
    }
  }

  @Test
  void places_afterOtherScriptsAndPairs() {
    String text =
        """
        # größe 😀😀
        ä: ß
        😀: x
        list:
        - 😀 a 😀
        - {😀b: 😀c, d: [e😀, f]}
        last: g # 😀
        end: h
        """;
    Mapping root = root(text);

    assertPlaces(text, root);
    Input input = Input.of("test.yaml", text);
    assertThat(input.position(root.keyOffset(1))).isEqualTo(new Position(3, 1));
    assertThat(input.position(root.get("😀").offset())).isEqualTo(new Position(3, 5));
    assertThat(input.position(root.sequence("list").mapping(1).get("d").offset()))
        .isEqualTo(new Position(6, 17));
    assertThat(input.position(root.keyOffset(root.indexOf("end")))).isEqualTo(new Position(8, 1));
  }

  /** The parser reads 1025 characters at a time, and a pair may stand across that. */
  @Test
  void pair_acrossTheParsersBuffer() {
    for (int length = 1015; length <= 1030; length++) {
      String value = "x".repeat(length) + "😀😀";
      String text = "a: " + value + "\nb: c\n";

      assertThat(root(text).text("a")).isEqualTo(value);
      assertPlaces(text, root(text));
    }
    String pairs = "😀".repeat(3000);
    assertThat(root("a: " + pairs).text("a")).isEqualTo(pairs);
    assertThat(root("ab: " + pairs).text("ab")).isEqualTo(pairs);
  }

  @Test
  void places_withCarriageReturns() {
    String text = "# c\r\na: 1\r\nb:\r\n  c: |\r\n    x\r\n    y\r\n  d: e\r\n";
    Mapping root = root(text);
    Input input = Input.of("test.yaml", text);

    assertThat(input.position(root.keyOffset(0))).isEqualTo(new Position(2, 1));
    assertThat(root.mapping("b").text("c")).isEqualTo("x\ny\n");
    assertThat(input.position(root.mapping("b").keyOffset(1))).isEqualTo(new Position(7, 3));
    assertThat(input.line(2)).isEqualTo("a: 1");
    assertThat(input.line(7)).isEqualTo("  d: e");
  }

  @Test
  void byteOrderMark() {
    String text = "\ufeffa: 1\nb: 2\n";

    assertThat(root(text).keys()).containsExactly("a", "b").inOrder();
    assertPlaces(text, root(text));
  }

  @Test
  void documents_countTheEmptyOnes() {
    String text = "# first\n---\na: 1\n---\n# nothing\n---\n---\nb: 2\n...\n---\nc: 3\n";

    assertThat(read(text).stream().map(Document::index)).containsExactly(0, 3, 4).inOrder();
    assertThat(read(text).stream().map(d -> ((Mapping) d.root()).key(0)))
        .containsExactly("a", "b", "c")
        .inOrder();
    assertThat(read("")).isEmpty();
    assertThat(read("# only\n")).isEmpty();
  }

  @Test
  void styles() {
    Mapping root =
        root("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\ne: >\n  x\nf: !!str 5\ng: !!int \"5\"\n");

    assertThat(root.keys().stream().map(key -> ((Scalar) root.get(key)).style()))
        .containsExactly(
            Scalar.Style.PLAIN,
            Scalar.Style.SINGLE_QUOTED,
            Scalar.Style.DOUBLE_QUOTED,
            Scalar.Style.LITERAL,
            Scalar.Style.FOLDED,
            Scalar.Style.STRING,
            Scalar.Style.PLAIN)
        .inOrder();
  }

  /** As sigs.k8s.io/yaml 1.6.0 reads them. */
  @Test
  void tags() {
    assertThat(
            root("{a: !!str 5, b: !!int '5', c: !own 5, d: ! 5, f: !!bool yes, g: !!str yes}")
                .toJava())
        .isEqualTo(Map.of("a", "5", "b", 5, "c", "5", "d", "5", "f", true, "g", "yes"));
  }

  /** As sigs.k8s.io/yaml 1.6.0 names them. */
  @Test
  void keys_thatAreNoStrings() {
    assertThat(root("yes: 1\n0x10: 2\ny: 3\n'on': 4\n").keys())
        .containsExactly("true", "16", "true", "on")
        .inOrder();
  }

  @Test
  void keys_quotedAndDuplicate() {
    assertThat(root("'a': 1\n\"b\": 2\na: 3\n").keys()).containsExactly("a", "b", "a").inOrder();
  }

  @Test
  void aliases() {
    String text = "a: &x {p: 1}\nb: *x\nc: [*x, &y z, *y]\n";
    Mapping root = root(text);

    assertThat(root.get("b")).isEqualTo(root.get("a"));
    assertThat(root.sequence("c").get(2)).isEqualTo(Scalar.of("z"));
    assertThat(root.keyOffset(1)).isEqualTo(text.indexOf("b:"));
  }

  @Test
  void aliases_asKeys_standWhereTheyStand() {
    String text = "a: &x k\n*x : v\n";

    assertThat(root(text).text("k")).isEqualTo("v");
    assertThat(root(text).keyOffset(1)).isEqualTo(text.indexOf("*x"));
  }

  @Test
  void aliases_doNotCrossDocuments() {
    assertThat(failure("a: &x 1\n---\nb: *x\n"))
        .hasMessageThat()
        .isEqualTo("test.yaml:3:4: no anchor &x before it");
  }

  /** A tree cannot hold itself. */
  @Test
  void aliases_ofThemselves() {
    assertThat(failure("a: &x [*x]\n")).hasMessageThat().contains("1:8: no anchor &x before it");
  }

  /** As sigs.k8s.io/yaml 1.6.0 and kubectl 1.32 merge. */
  @Test
  void merge() {
    Mapping root =
        root(
            """
            x: &x {p: 1, q: 2}
            z: &z {q: 3, r: 4}
            own: {<<: *x, q: 9}
            before: {q: 9, <<: *x}
            list: {<<: [*x, *z]}
            two: {<<: *x, <<: *z}
            twice: {q: 8, <<: *x, q: 9}
            plain: {'<<': 5}
            """);

    assertThat(root.get("own").toJava()).isEqualTo(Map.of("p", 1, "q", 9));
    assertThat(root.get("before").toJava()).isEqualTo(Map.of("p", 1, "q", 2));
    assertThat(root.get("list").toJava()).isEqualTo(Map.of("p", 1, "q", 2, "r", 4));
    assertThat(root.get("two").toJava()).isEqualTo(Map.of("p", 1, "q", 3, "r", 4));
    assertThat(root.get("twice").toJava()).isEqualTo(Map.of("p", 1, "q", 9));
    assertThat(root.get("plain").toJava()).isEqualTo(Map.of("<<", 5));
  }

  @Test
  void merge_addsNoDuplicates() {
    Mapping root = root("x: &x {p: 1, q: 2}\na: {q: 9, <<: *x, s: 5}\n");

    assertThat(root.mapping("a").keys()).containsExactly("q", "s", "p").inOrder();
  }

  @Test
  void merge_ofSomethingElse() {
    assertThat(failure("a:\n  <<: 5\n"))
        .hasMessageThat()
        .isEqualTo("test.yaml:2:3: a merge key takes a mapping or a list of mappings");
  }

  @Test
  void json() {
    String text = "{\n\t\"a\": [\n\t\t1, \"x\\/\\u00e9\\ud83d\\ude00\"\n\t],\n\t\"b\":{}}\n";
    Mapping root = root(text);

    assertThat(root.toJava()).isEqualTo(Map.of("a", List.of(1, "x/é😀"), "b", Map.of()));
    assertThat(root.sequence("a").get(0).offset()).isEqualTo(text.indexOf('1'));
    assertThat(((Scalar) root.sequence("a").get(1)).isString()).isTrue();
  }

  @Test
  void json_broken() {
    assertThat(failure("{\n\t\"a\": [\n\t\t1,\n\t\t2\n}\n")).hasMessageThat().contains(":5:1:");
  }

  /** A tab inside a YAML text's value is no indentation, and is kept. */
  @Test
  void flow_withTabInText() {
    assertThat(root("{a: \"x\ty\"}").text("a")).isEqualTo("x\ty");
  }

  @Test
  void errors_haveLineAndColumn() {
    YamlException e = failure("a: 1\nb: [1, 2\nc: 3\n");

    assertThat(e.input().name()).isEqualTo("test.yaml");
    assertThat(e).hasMessageThat().isEqualTo("test.yaml:3:2: " + e.problem());
    assertThat(e.problem()).contains("',' or ']'");
    assertThat(e.input().position(e.offset())).isEqualTo(new Position(3, 2));
  }

  @Test
  void errors_afterPairs() {
    assertThat(failure("😀: 😀\nb: 😀 'x\nc: d: e\n")).hasMessageThat().contains(":3:5:");
  }

  @Test
  void errors_ofManyKinds() {
    assertThat(failure("a: \u0007")).hasMessageThat().contains("U+0007 is not allowed");
    assertThat(failure("😀: \u0007")).hasMessageThat().contains(":1:5:");
    assertThat(failure("a: x\ud83d")).hasMessageThat().startsWith("test.yaml:1:");
    assertThat(failure("%YAML 2.0\n---\na: 1\n")).hasMessageThat().startsWith("test.yaml:1:");
    assertThat(failure("? [a]\n: b\n")).hasMessageThat().contains(":1:3: a key must be a string");
    assertThat(failure("~: b\n")).hasMessageThat().contains(":1:1: a key must be a string");
    assertThat(failure("a: {{ .Port }}\n")).hasMessageThat().contains("a key must be a string");
    assertThat(failure("a: 1\n\tb: 2\n")).hasMessageThat().startsWith("test.yaml:2:1:");
    assertThat(failure("a: \"\\q\"")).hasMessageThat().startsWith("test.yaml:1:");
    assertThat(failure("a: \\U\nb: \"\\UFFFFFFFF\""))
        .hasMessageThat()
        .isEqualTo("test.yaml:2:5: an escape that does not stand for a character");
  }

  @Test
  void depth_isBounded() {
    String deep = "[".repeat(400) + "]".repeat(400);
    assertThat(read(deep)).hasSize(1);

    assertThat(failure("[".repeat(100_000))).hasMessageThat().contains("more than 500 levels deep");
    assertThat(failure("{a: ".repeat(100_000))).hasMessageThat().contains("levels deep");
    assertThat(failure("- ".repeat(100_000) + "a")).hasMessageThat().contains("levels deep");
  }

  @Test
  void depth_throughAliases_isBounded() {
    StringBuilder chain = new StringBuilder("- &a0 x\n");
    for (int i = 1; i < 60; i++) {
      chain.append("- &a%d [[[[[[[[[[*a%d]]]]]]]]]]\n".formatted(i, i - 1));
    }

    assertThat(failure(chain.toString()))
        .hasMessageThat()
        .isEqualTo("test.yaml:51:18: more than 500 levels deep");
    assertThat(read(chain.substring(0, chain.indexOf("- &a50 ")))).hasSize(1);
  }

  @Test
  void aliasBomb_isBounded() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String alias = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]\n".formatted(i, i, String.join(",", Collections.nCopies(10, alias))));
    }

    assertThat(failure(bomb.toString()))
        .hasMessageThat()
        .contains("aliases stand for more than 100000 nodes");
  }

  @Test
  void largeText_isRead() {
    String value = "x".repeat(4 << 20);

    assertThat(root("a: " + value + "\n").text("a")).isEqualTo(value);
  }
}
