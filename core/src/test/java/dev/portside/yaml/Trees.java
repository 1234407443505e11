package dev.portside.yaml;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Trees and strings for properties. */
final class Trees {

  /** Strings that some reader of YAML takes for something else. */
  private static final String[] TRICKY = {
    "",
    " ",
    "  ",
    " a",
    "a ",
    "yes",
    "y",
    "on",
    "off",
    "true",
    "null",
    "~",
    "0777",
    "0o777",
    "0x1F",
    "0b101",
    "0b-1",
    "1_000",
    "1:30",
    "1:30.5",
    "2026-01-01",
    "2026-01-01T00:00:00Z",
    "1e3",
    "1e400",
    "0x1ffffffffffffffff",
    ".5",
    "1.",
    ".inf",
    ".nan",
    "+1",
    "08",
    "=",
    "<<",
    "- x",
    "-",
    "-x",
    "?",
    "? x",
    "?x",
    ":",
    ": x",
    ":x",
    "a: b",
    "a:",
    "a :b",
    "a:b",
    "#x",
    "a #x",
    "a#x",
    "---",
    "--- a",
    "---a",
    "...",
    "... a",
    "*",
    "*a",
    "&a",
    "!a",
    "|",
    ">",
    "|-",
    "%a",
    "@a",
    "`a`",
    "'",
    "''",
    "'a'",
    "\"",
    "\"a\"",
    "a\"b",
    "\\",
    "\\n",
    "{",
    "}",
    "{}",
    "[",
    "[]",
    "[a]",
    "a, b",
    ",",
    "{{ .Port }}",
    "443,50002",
    "/*",
    "a/b:1.0",
    "(a)",
    "$(A)",
    "<a>",
    "=a",
    "~a",
    "^a",
    ";a",
    "\t",
    "a\tb",
    "\ta",
    "a\t",
    "\n",
    "\n\n",
    "a\n",
    "a\n\n",
    "a\n\n\n",
    "\na",
    "a\nb",
    "a\nb\n",
    "a\n\nb",
    "a\n b\n",
    "  a\nb\n",
    "a\n  b\n c",
    "a\n \nb",
    "a\nb ",
    "a \nb",
    "a\n\tb",
    "\ta\nb",
    "a\t\nb",
    "# a\nb",
    "- a\n- b\n",
    "a: b\nc: d\n",
    "---\na\n",
    "a\r\nb",
    "\r",
    "a\rb",
    "\u0000",
    "\u0007",
    "\u001b",
    "\u007f",
    "\u0085",
    "a\u0085b\nc",
    "\u00a0",
    "\u2028",
    "a\u2029b\nc",
    "\ufeff",
    "\ufeffa",
    "a\ufeff",
    "\u200b",
    "größe",
    "größe\nweiß\n",
    "日本語",
    "日本語: x",
    "😀",
    "a😀b",
    "😀\n😀\n",
    "\udb40\udc01",
    "\ue000",
    "\ufffd",
    "ключ",
    "e\u0301",
    "\u0301"
  };

  private Trees() {}

  static Arbitrary<String> strings() {
    Arbitrary<String> yamlish =
        Arbitraries.strings()
            .withChars("ab01 :#-?,[]{}&*!|>'\"%@`~=<._+eExob\\/\n\t")
            .ofMaxLength(9);
    Arbitrary<String> numeric =
        Arbitraries.strings().withChars("0123789_.:-+eExobTZ ").ofMaxLength(8);
    Arbitrary<String> lines =
        Arbitraries.of("a", " a", "", "b: c", "- d", "#", "ü", "😀", "\tx", "e ", "---")
            .list()
            .ofMinSize(1)
            .ofMaxSize(5)
            .map(list -> String.join("\n", list));
    return Arbitraries.oneOf(
        Arbitraries.of(TRICKY),
        yamlish,
        numeric,
        lines,
        Combinators.combine(Arbitraries.of(TRICKY), Arbitraries.of(TRICKY)).as(String::concat),
        unicode(),
        Arbitraries.of(TRICKY).map(text -> text.repeat(text.length() < 4 ? 700 : 400)));
  }

  /** Any characters, surrogates in pairs only: a text in UTF-8 holds no others. */
  private static Arbitrary<String> unicode() {
    return Arbitraries.integers()
        .between(0, Character.MAX_CODE_POINT)
        .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
        .list()
        .ofMaxSize(6)
        .map(points -> points.stream().map(Character::toString).reduce("", String::concat));
  }

  private static Arbitrary<Tree> scalars() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, strings().map(Scalar::of)),
        Tuple.of(1, Arbitraries.longs().map(Scalar::of)),
        Tuple.of(1, Arbitraries.of(true, false).map(Scalar::of)),
        Tuple.of(1, Arbitraries.of(1.5, -0.25, 1e30).map(Scalar::ofJava)),
        Tuple.of(1, Arbitraries.of("", "~", "null").map(Trees::plain)));
  }

  private static Tree plain(String text) {
    return new Scalar(Tree.NOWHERE, text, Scalar.Style.PLAIN);
  }

  static Arbitrary<Tree> trees() {
    return trees(3);
  }

  static Arbitrary<Mapping> mappings() {
    return mappings(3);
  }

  private static Arbitrary<Tree> trees(int levels) {
    if (levels == 0) {
      return scalars();
    }
    return Arbitraries.frequencyOf(
        Tuple.of(2, scalars()),
        Tuple.of(1, trees(levels - 1).list().ofMaxSize(3).map(Trees::sequence)),
        Tuple.of(1, mappings(levels - 1).map(mapping -> mapping)));
  }

  private static Arbitrary<Mapping> mappings(int levels) {
    Arbitrary<List<String>> keys = strings().list().ofMaxSize(4).uniqueElements();
    return Combinators.combine(keys, trees(levels).list().ofSize(4)).as(Trees::mapping);
  }

  private static Sequence sequence(List<Tree> items) {
    return Sequence.of(items.toArray(new Tree[0]));
  }

  private static Mapping mapping(List<String> keys, List<Tree> values) {
    Mapping.Builder mapping = Mapping.builder();
    for (int i = 0; i < keys.size(); i++) {
      mapping.put(keys.get(i), values.get(i));
    }
    return mapping.build();
  }
}
