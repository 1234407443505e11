package dev.portside.yaml;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TreeTest {

  private static final Pointer AB = Pointer.of("a", "b");

  @Provide
  Arbitrary<Mapping> mappings() {
    Arbitrary<Tree> leaves =
        Arbitraries.oneOf(
            Arbitraries.of("x", "").map(Scalar::of),
            Arbitraries.just(Scalar.NULL),
            Arbitraries.just(Sequence.of(Scalar.of("i"), Mapping.of("a", "j"))));
    Arbitrary<Tree> inner = Arbitraries.oneOf(leaves, mappings(leaves).map(m -> m));
    return mappings(inner);
  }

  /** Few keys, so that some stand twice. */
  private static Arbitrary<Mapping> mappings(Arbitrary<Tree> values) {
    return Arbitraries.entries(Arbitraries.of("a", "b", "c", "a/b"), values)
        .list()
        .ofMaxSize(5)
        .map(
            entries -> {
              Mapping.Builder mapping = Mapping.builder();
              entries.forEach(entry -> mapping.put(entry.getKey(), entry.getValue()));
              return mapping.build();
            });
  }

  @Provide
  Arbitrary<Pointer> pointers() {
    return Arbitraries.of("a", "b", "a/b", "0", "1")
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(segments -> Pointer.of(segments.toArray(new String[0])));
  }

  @Property(tries = 2000)
  void with_thenAt_isTheValue(@ForAll("mappings") Mapping tree, @ForAll("pointers") Pointer where) {
    Object before = tree.toJava();
    Tree value = Scalar.of("new");
    Tree changed;
    try {
      changed = tree.with(where, value);
    } catch (IllegalArgumentException blocked) {
      assertThat(isBlocked(tree, where)).isTrue();
      return;
    }

    assertThat(changed.at(where)).isSameInstanceAs(value);
    assertThat(changed.with(where, value)).isEqualTo(changed);
    assertThat(tree.toJava()).isEqualTo(before);
    assertSiblingsSame(tree, (Mapping) changed, where.segments().get(0));
  }

  /** Whether the way leads through a scalar that says something, or beyond a sequence. */
  private static boolean isBlocked(Tree tree, Pointer where) {
    Tree node = tree;
    for (String segment : where.segments()) {
      if (node instanceof Scalar scalar) {
        return !scalar.isNull();
      }
      Tree child = node.child(segment);
      if (child == null) {
        return node instanceof Sequence;
      }
      node = child;
    }
    return false;
  }

  @Property(tries = 2000)
  void without_thenAt_isNull(@ForAll("mappings") Mapping tree, @ForAll("pointers") Pointer where) {
    Tree parent = tree.at(where.parent());
    Object before = tree.toJava();
    Tree changed = tree.without(where);

    if (parent instanceof Sequence sequence) {
      int left = ((Sequence) changed.at(where.parent())).size();
      assertThat(left).isEqualTo(sequence.size() - (tree.at(where) == null ? 0 : 1));
    } else {
      assertThat(changed.at(where)).isNull();
      assertThat(changed.without(where)).isSameInstanceAs(changed);
    }
    if (tree.at(where) == null) {
      assertThat(changed).isSameInstanceAs(tree);
    }
    assertThat(tree.toJava()).isEqualTo(before);
    assertSiblingsSame(tree, (Mapping) changed, where.segments().get(0));
  }

  private static void assertSiblingsSame(Mapping before, Mapping after, String changedKey) {
    for (String key : before.keys()) {
      if (!key.equals(changedKey)) {
        assertThat(after.get(key)).isSameInstanceAs(before.get(key));
      }
    }
    assertThat(after.keys().stream().filter(key -> !key.equals(changedKey)))
        .containsExactlyElementsIn(
            before.keys().stream().filter(key -> !key.equals(changedKey)).toList())
        .inOrder();
  }

  @Property(tries = 500)
  void toJava_thenFromJava_saysTheSame(@ForAll("mappings") Mapping tree) {
    Object java = tree.toJava();

    assertThat(Tree.fromJava(Tree.fromJava(java).toJava())).isEqualTo(Tree.fromJava(java));
  }

  @Test
  void duplicates_areKeptAndTheLastWins() {
    Mapping twice = Mapping.builder().put("a", 1).put("b", 2).put("a", 3).build();

    assertThat(twice.keys()).containsExactly("a", "b", "a").inOrder();
    assertThat(twice.get("a")).isEqualTo(Scalar.of(3));
    assertThat(twice.toJava()).isEqualTo(Map.of("a", 3, "b", 2));
    assertThat(twice.with(Pointer.of("a"), Scalar.of(4)))
        .isEqualTo(Mapping.builder().put("a", 1).put("b", 2).put("a", 4).build());
  }

  @Test
  void without_removesEveryDuplicate() {
    Mapping twice = Mapping.builder().put("a", 1).put("b", 2).put("a", 3).build();

    assertThat(twice.without(Pointer.of("a"))).isEqualTo(Mapping.builder().put("b", 2).build());
  }

  @Test
  void with_makesMappingsAndPutsNewKeysLast() {
    Mapping tree = Mapping.of("x", "1");

    assertThat(tree.with(AB, Scalar.of("2")))
        .isEqualTo(Mapping.builder().put("x", "1").put("a", Mapping.of("b", "2")).build());
  }

  @Test
  void with_throughNull_isAsIfNothingWereThere() {
    Tree tree = YamlReader.read(Input.of("a", "a:\nx: 1\n")).get(0).root();

    assertThat(tree.with(AB, Scalar.of("2")).at(AB)).isEqualTo(Scalar.of("2"));
  }

  @Test
  void with_root() {
    for (Tree tree : new Tree[] {Mapping.empty(), Sequence.empty(), Scalar.of("a")}) {
      Exception e =
          assertThrows(
              IllegalArgumentException.class, () -> tree.with(Pointer.root(), Scalar.of("b")));
      assertThat(e).hasMessageThat().isEqualTo("the whole document cannot be replaced");
      assertThat(tree.without(Pointer.root())).isSameInstanceAs(tree);
    }
  }

  @Test
  void with_throughScalarOrBeyondSequence() {
    Exception scalar =
        assertThrows(
            IllegalArgumentException.class, () -> Mapping.of("a", "x").with(AB, Scalar.of("b")));
    Tree sequence = Mapping.of("a", Sequence.of(Scalar.of("x")));
    Exception beyond =
        assertThrows(
            IllegalArgumentException.class,
            () -> sequence.with(Pointer.of("a", "1"), Scalar.of("b")));

    assertThat(scalar).hasMessageThat().isEqualTo("no field b below a scalar");
    assertThat(beyond).hasMessageThat().isEqualTo("no item 1 in a sequence of 1");
  }

  @Test
  void sequenceIndex_hasOneSpelling() {
    Sequence sequence = Sequence.of(Scalar.of("a"), Scalar.of("b"));

    assertThat(sequence.child("1")).isEqualTo(Scalar.of("b"));
    assertThat(sequence.child("01")).isNull();
    assertThat(sequence.child("-1")).isNull();
    assertThat(sequence.child("2")).isNull();
    assertThat(sequence.child("")).isNull();
    assertThat(sequence.child("99999999999")).isNull();
  }

  @Test
  void sequence_ofScalars_takesOtherTreesAsWell() {
    Scalar[] items = {Scalar.of("a")};
    Sequence sequence = Sequence.of(items);
    items[0] = Scalar.of("changed");

    assertThat(sequence.with(Pointer.of("0"), Mapping.empty()))
        .isEqualTo(Sequence.of(Mapping.empty()));
    assertThat(sequence).isEqualTo(Sequence.of(Scalar.of("a")));
  }

  @Test
  void views_ofOtherKindsAreEmpty() {
    Mapping mapping = Mapping.builder().put("a", "x").put("n", Scalar.NULL).build();

    assertThat(mapping.mapping("a").isEmpty()).isTrue();
    assertThat(mapping.sequence("a").isEmpty()).isTrue();
    assertThat(mapping.text("n")).isNull();
    assertThat(mapping.has("n")).isTrue();
    assertThat(mapping.findText("a")).hasValue("x");
    assertThat(Sequence.of(Scalar.of("x")).mapping(0).isEmpty()).isTrue();
  }

  @Test
  void toString_hidesValues() {
    Mapping mapping = Mapping.of("password", "secret");

    assertThat(mapping.toString()).doesNotContain("secret");
    assertThat(Sequence.of(mapping).toString()).doesNotContain("secret");
    assertThat(Scalar.of("secret").toString()).doesNotContain("secret");
  }

  @Test
  void keyOffsets_ofMoreKeysThanExpected() {
    StringBuilder yaml = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      yaml.append('k').append(i).append(": v\n");
    }
    Mapping mapping = (Mapping) YamlReader.read(Input.of("a", yaml.toString())).get(0).root();
    Mapping changed = (Mapping) mapping.without(Pointer.of("k0")).with(AB, Scalar.of("x"));

    for (int i = 0; i < 19; i++) {
      assertThat(changed.keyOffset(i)).isEqualTo(yaml.indexOf("k" + (i + 1) + ":"));
    }
    assertThat(changed.keyOffset(19)).isEqualTo(Tree.NOWHERE);
  }

  @Test
  void scalars_readFromMappingsThatLookAlike() {
    String yaml = "- {a: 'x', b: 1}\n- {a: 'y', b: 2}\n- {a: \"y\", b: ~}\n";
    Sequence read = (Sequence) YamlReader.read(Input.of("a", yaml)).get(0).root();

    assertThat(read.mapping(0).get("a").offset()).isEqualTo(yaml.indexOf("'x'"));
    assertThat(read.mapping(1).get("a").offset()).isEqualTo(yaml.indexOf("'y'"));
    assertThat(read.mapping(1).get("b").offset()).isEqualTo(yaml.indexOf("2"));
    assertThat(((Scalar) read.mapping(1).get("a")).style()).isEqualTo(Scalar.Style.SINGLE_QUOTED);
    assertThat(((Scalar) read.mapping(2).get("a")).style()).isEqualTo(Scalar.Style.DOUBLE_QUOTED);
    assertThat(((Scalar) read.mapping(2).get("b")).isNull()).isTrue();
  }

  @Test
  void equals_readAndMade() {
    Tree read = YamlReader.read(Input.of("a", "{a: x, b: {c: 1, d: [e]}}")).get(0).root();
    Tree made =
        Mapping.builder()
            .put("a", "x")
            .put("b", Mapping.builder().put("c", 1).put("d", Sequence.of(Scalar.of("e"))).build())
            .build();

    assertThat(read).isEqualTo(made);
    assertThat(made).isEqualTo(read);
    assertThat(read.hashCode()).isEqualTo(made.hashCode());
    assertThat(read.with(Pointer.of("b", "c"), Scalar.of(2))).isNotEqualTo(made);
    assertThat(read.without(Pointer.of("a", "z"))).isSameInstanceAs(read);
  }
}
