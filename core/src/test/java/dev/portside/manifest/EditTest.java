package dev.portside.manifest;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.manifest.Edit.AddToList;
import dev.portside.manifest.Edit.ListForm;
import dev.portside.manifest.Edit.MoveField;
import dev.portside.manifest.Edit.RemoveField;
import dev.portside.manifest.Edit.RemoveFromList;
import dev.portside.manifest.Edit.SetField;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Scalar;
import dev.portside.yaml.Sequence;
import dev.portside.yaml.Tree;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EditTest {

  private static final Resource RESOURCE =
      Sets.resource("{apiVersion: v1, kind: Pod, metadata: {name: a}}");
  private static final Edit.Target TARGET = RESOURCE.target();
  private static final Pointer LIST = Pointer.parse("/metadata/annotations/example.org~1list");

  private static Mapping tree(String list) {
    return Mapping.of("metadata", Mapping.of("annotations", Mapping.of("example.org/list", list)));
  }

  private static AddToList add(String... values) {
    return new AddToList(TARGET, LIST, ListForm.COMMAS, List.of(values), true);
  }

  private static RemoveFromList remove(boolean keepsEmpty, String... values) {
    return new RemoveFromList(TARGET, LIST, List.of(values), keepsEmpty, true);
  }

  @Provide
  Arbitrary<Mapping> trees() {
    Arbitrary<String> lists =
        Arbitraries.of("80", "443", "8080", "", " 90 ", "*")
            .list()
            .ofMaxSize(4)
            .map(items -> String.join(",", items));
    Arbitrary<Tree> values =
        Arbitraries.oneOf(
            lists.map(Scalar::of),
            Arbitraries.of("80", "443", "x").list().ofMaxSize(3).map(Sequence::ofTexts),
            Arbitraries.just(80L).map(Scalar::of));
    return Arbitraries.oneOf(
        values.map(value -> (Mapping) Mapping.empty().with(LIST, value)),
        Arbitraries.just(Mapping.empty()),
        Arbitraries.just(Mapping.of("metadata", Mapping.of("name", "a"))));
  }

  @Provide
  Arbitrary<Edit> edits() {
    Arbitrary<List<String>> values = Arbitraries.of("80", "90", "443").list().ofMaxSize(4);
    Pointer other = Pointer.parse("/metadata/annotations/other");
    Arbitrary<Pointer> fields = Arbitraries.of(LIST, other);
    return Arbitraries.oneOf(
        Combinators.combine(fields, Arbitraries.of("a", "80"))
            .as((field, text) -> new SetField(TARGET, field, Scalar.of(text), true)),
        fields.map(field -> new RemoveField(TARGET, field, true)),
        Arbitraries.of(
            new MoveField(TARGET, LIST, other, true), new MoveField(TARGET, other, LIST, true)),
        Combinators.combine(values, Arbitraries.of(ListForm.values()))
            .as((list, form) -> new AddToList(TARGET, LIST, form, list, true)),
        Combinators.combine(values, Arbitraries.of(true, false))
            .as((list, keeps) -> new RemoveFromList(TARGET, LIST, list, keeps, true)));
  }

  @Property
  void apply_isEachEditInTurn(
      @ForAll("trees") Mapping tree, @ForAll @Size(max = 6) List<@From("edits") Edit> edits) {
    Tree inTurn = tree;
    for (Edit edit : edits) {
      inTurn = edit.applyTo(inTurn);
    }

    assertThat(Edit.apply(RESOURCE.with(tree), edits).tree()).isEqualTo(inTurn);
  }

  @Property(tries = 2000)
  void twice_isOnce(@ForAll("trees") Mapping tree, @ForAll("edits") Edit edit) {
    Tree once = edit.applyTo(tree);

    assertThat(edit.applyTo(once)).isEqualTo(once);
  }

  @Property(tries = 1000)
  void add_keepsWhatIsThereAndAppendsInOrder(@ForAll("trees") Mapping tree) {
    List<String> before = items(tree);
    List<String> expected = new ArrayList<>(before);
    for (String value : List.of("9", "80", "1")) {
      if (!before.contains(value)) {
        expected.add(value);
      }
    }

    assertThat(items(add("9", "80", "1").applyTo(tree)))
        .containsExactlyElementsIn(expected)
        .inOrder();
  }

  @Property(tries = 1000)
  void remove_leavesTheOthersInOrder(@ForAll("trees") Mapping tree) {
    List<String> expected = items(tree).stream().filter(item -> !item.equals("80")).toList();

    assertThat(items(remove(true, "80").applyTo(tree)))
        .containsExactlyElementsIn(expected)
        .inOrder();
  }

  private static List<String> items(Tree tree) {
    Tree list = tree.at(LIST);
    if (list instanceof Sequence sequence) {
      return sequence.texts();
    }
    return list instanceof Scalar scalar
        ? List.of(scalar.text().split(",")).stream()
            .map(String::trim)
            .filter(item -> !item.isEmpty())
            .toList()
        : List.of();
  }

  @Test
  void add_twoEditsOnOneList() {
    Tree changed = add("443", "50002").applyTo(add("6379", "443").applyTo(tree("80")));

    assertThat(changed).isEqualTo(tree("80,6379,443,50002"));
  }

  @Test
  void add_whereNothingIs() {
    assertThat(add("80", "80", "443").applyTo(Mapping.empty())).isEqualTo(tree("80,443"));
    assertThat(add("80").applyTo(tree(""))).isEqualTo(tree("80"));
    assertThat(add().applyTo(Mapping.empty())).isEqualTo(Mapping.empty());
  }

  /** {@code annotations:} without a value is how people leave it empty. */
  @Test
  void add_whereAnnotationsAreNull() {
    Mapping tree =
        Sets.resource("{apiVersion: v1, kind: Pod, metadata: {name: a, annotations: }}").tree();

    assertThat(add("80").applyTo(tree).at(LIST)).isEqualTo(Scalar.of("80"));
  }

  @Test
  void add_whereTheListIsNull() {
    Tree tree =
        Mapping.empty()
            .with(
                LIST,
                Sets.resource("{apiVersion: v1, kind: Pod, metadata: {name: a}, x: ~}")
                    .tree()
                    .get("x"));

    assertThat(add("80").applyTo(tree)).isEqualTo(tree("80"));
  }

  @Test
  void add_toNumber() {
    Tree tree = Mapping.empty().with(LIST, Scalar.of(80));

    assertThat(add("443").applyTo(tree)).isEqualTo(tree("80,443"));
    assertThat(add("80").applyTo(tree)).isSameInstanceAs(tree);
  }

  @Test
  void add_toSequence_keepsItemsThatAreNoTexts() {
    Pointer field = Pointer.of("scopes");
    Mapping tree = Mapping.of("scopes", Sequence.of(Mapping.of("a", "b"), Scalar.of("x")));
    Edit edit = new AddToList(TARGET, field, ListForm.SEQUENCE, List.of("x", "y"), true);

    assertThat(edit.applyTo(tree).at(field))
        .isEqualTo(Sequence.of(Mapping.of("a", "b"), Scalar.of("x"), Scalar.of("y")));
    assertThat(edit.applyTo(Mapping.empty()).at(field))
        .isEqualTo(Sequence.ofTexts(List.of("x", "y")));
  }

  @Test
  void remove_last() {
    assertThat(remove(true, "80", "443").applyTo(tree("80, 443"))).isEqualTo(tree(""));
    assertThat(remove(false, "80", "443").applyTo(tree("80, 443")).at(LIST)).isNull();
    assertThat(remove(false, "80").applyTo(tree("443"))).isEqualTo(tree("443"));
    assertThat(remove(false, "80").applyTo(Mapping.empty())).isEqualTo(Mapping.empty());
  }

  @Test
  void remove_leavesAnUntouchedListAsItIsWritten() {
    Mapping tree = tree("80,, 443");

    assertThat(remove(true, "90").applyTo(tree)).isSameInstanceAs(tree);
  }

  @Test
  void remove_fromSequence() {
    Tree tree = Mapping.empty().with(LIST, Sequence.ofTexts(List.of("80", "443")));

    assertThat(remove(false, "80").applyTo(tree).at(LIST))
        .isEqualTo(Sequence.ofTexts(List.of("443")));
  }

  @Test
  void move() {
    Pointer from = Pointer.of("metadata", "annotations", "x");
    Pointer to = Pointer.of("spec", "template", "metadata", "annotations", "x");
    Edit move = new MoveField(TARGET, from, to, true);
    Tree tree = Mapping.empty().with(from, Scalar.of("1"));

    assertThat(move.applyTo(tree).at(from)).isNull();
    assertThat(move.applyTo(tree).at(to)).isEqualTo(Scalar.of("1"));
    assertThat(move.applyTo(tree.with(to, Scalar.of("2"))).at(to)).isEqualTo(Scalar.of("2"));
    assertThat(move.applyTo(tree.with(to, Scalar.of("2"))).at(from)).isNull();
    assertThat(move.applyTo(Mapping.empty())).isEqualTo(Mapping.empty());
  }

  @Test
  void move_intoItself() {
    Pointer field = Pointer.of("a");
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new MoveField(TARGET, field, field.child("b"), true));

    assertThat(e).hasMessageThat().isEqualTo("/a: cannot move to /a/b");
    assertThat(new MoveField(TARGET, field, Pointer.of("ab"), true).op()).isEqualTo("moveField");
  }

  @Test
  void ops_haveTheirNames() {
    assertThat(new SetField(TARGET, LIST, Scalar.of(""), true).op()).isEqualTo("setField");
    assertThat(new RemoveField(TARGET, LIST, true).op()).isEqualTo("removeField");
    assertThat(add().op()).isEqualTo("addToList");
    assertThat(remove(true).op()).isEqualTo("removeFromList");
  }

  @Test
  void values_areCopied() {
    List<String> values = new ArrayList<>(List.of("80"));
    AddToList add = new AddToList(TARGET, LIST, ListForm.COMMAS, values, true);
    RemoveFromList remove = new RemoveFromList(TARGET, LIST, values, true, true);
    values.clear();

    assertThat(add.values()).containsExactly("80");
    assertThat(remove.values()).containsExactly("80");
  }

  @Test
  void apply_toASet_changesItsTargetOnly() {
    Manifests set =
        Sets.read(
            """
            {apiVersion: v1, kind: Pod, metadata: {name: a}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: b}}
            """);
    Manifests changed = set.with(List.of(add("80"), add("443")));

    assertThat(changed.resources().get(0).tree().at(LIST)).isEqualTo(Scalar.of("80,443"));
    assertThat(changed.resources().get(0).target()).isEqualTo(TARGET);
    assertThat(changed.resources().get(1)).isSameInstanceAs(set.resources().get(1));
    assertThat(set.resources().get(0).tree().at(LIST)).isNull();
    assertThat(set.with(List.of())).isSameInstanceAs(set);
    assertThat(changed.workloads().get(0).annotation("example.org/list")).isEqualTo("80,443");
  }
}
