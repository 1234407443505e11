package dev.portside.yaml;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.Range;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;

class YamlReaderProperties {

  private static final List<String> SEEDS =
      List.of(
          """
          # an app
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: "nodeapp"
            annotations: {dapr.io/enabled: "true", 'x': ~}
          spec:
            template: &t
              containers:
              - name: app
                ports: [{containerPort: 3000}]
                args: ["-p", "\\u00e9\\x41\\U0001F600", 'it''s']
          ---
          a: |+2
              text
            more

          b: >-
            folded
            text
          """,
          """
          %YAML 1.2
          %TAG !e! tag:example.org,2000:
          ---
          base: &b {x: 1, y: 0x1F}
          merged: {<<: *b, z: !!str 5}
          list: {<<: [*b, *b]}
          ? key
          : !e!own value
          other: !<tag:a> v
          ...
          ---
          - - 1
            - *c
          - &c 😀
          """,
          "{\"a\": [1, -2.5e3, true, null, \"\\ud83d\\ude00\\n\"], \"b\": {\"c\": \"d\"}}\n",
          "\ufeffa: 1\r\nb:\r\n- c\r\n- d: e\r\n");

  private static final List<String> SNIPPETS =
      List.of(
          "\"",
          "'",
          "\\",
          "\\U",
          "\\UFFFFFFFF",
          "\\U00110000",
          "\\uD800",
          "\\x",
          "&",
          "&a ",
          "*",
          "*a",
          "*b ",
          "!",
          "!!",
          "!!int ",
          "!<",
          "!e!",
          "%",
          "%YAML 1",
          "%YAML 99999999999.1\n",
          "%TAG",
          "|",
          ">",
          "|0",
          "|9",
          "|+",
          ">-9\n",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          ": ",
          "?",
          "? ",
          "-",
          "- ",
          "---\n",
          "...\n",
          "#",
          " #",
          "\n",
          "\n\n",
          "\r",
          "\t",
          "\n\t",
          " ",
          "  ",
          "\u0000",
          "\u0007",
          "\u0085",
          "\u2028",
          "\ufeff",
          "\ufffe",
          "\ud83d",
          "\ude00",
          "😀",
          "<<: ",
          "<<: *b\n",
          "~",
          "@",
          "`",
          "=",
          "{{",
          "}}",
          "\u00a0",
          "\u007f");

  private record Mutation(int place, int cut, String insert) {
    String apply(String text) {
      int from = Math.floorMod(place, text.length() + 1);
      int to = Math.min(text.length(), from + cut);
      return text.substring(0, from) + insert + text.substring(to);
    }
  }

  @Provide
  Arbitrary<String> mutated() {
    Arbitrary<Mutation> mutations =
        Combinators.combine(
                Arbitraries.integers()
                    .between(0, 1000)
                    .withDistribution(RandomDistribution.uniform()),
                Arbitraries.of(0, 0, 0, 1, 1, 2, 5, 20),
                Arbitraries.oneOf(Arbitraries.of(SNIPPETS), Arbitraries.just("")))
            .as(Mutation::new);
    return Combinators.combine(Arbitraries.of(SEEDS), mutations.list().ofMinSize(1).ofMaxSize(5))
        .as(
            (seed, list) -> {
              String text = seed;
              for (Mutation mutation : list) {
                text = mutation.apply(text);
              }
              return text;
            });
  }

  /** Whatever the text, it is read or refused with a place inside it; nothing else is thrown. */
  @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void anyText_isReadOrRefused(@ForAll("mutated") String text) {
    Input input = Input.of("test.yaml", text);
    try {
      for (Document document : YamlReader.read(input)) {
        assertThat(document.root().offset()).isIn(Range.closed(0, text.length()));
        YamlReader.read(Input.of("again", YamlWriter.write(document.root())));
      }
    } catch (YamlException e) {
      Position position = input.position(e.offset());
      assertThat(e.offset()).isAtMost(text.length());
      assertThat(e).hasMessageThat().startsWith("test.yaml:" + position + ": ");
      assertThat(e.problem()).isNotEqualTo("null");
    }
  }
}
