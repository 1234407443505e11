package dev.portside.yaml;

import static com.google.common.truth.Truth.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

class YamlWriterProperties {

  private static final LoadSettings YAML_1_2 =
      LoadSettings.builder().setSchema(new CoreSchema()).setBufferSize(1 << 20).build();

  @Provide
  Arbitrary<String> strings() {
    return Trees.strings();
  }

  @Provide
  Arbitrary<Mapping> mappings() {
    return Trees.mappings();
  }

  /** A root that is null is no document. */
  @Provide
  Arbitrary<Tree> documents() {
    return Trees.trees().filter(tree -> !(tree instanceof Scalar scalar && scalar.isNull()));
  }

  @Property(tries = 1000)
  void written_readsBackEqual(@ForAll("documents") Tree tree) {
    String yaml = YamlWriter.write(tree);

    assertThat(read(yaml)).isEqualTo(tree);
  }

  @Property(tries = 200)
  void written_readsBackEqualAmongOthers(
      @ForAll("mappings") Mapping first, @ForAll("mappings") Mapping second) {
    String yaml = YamlWriter.write(first) + "---\n" + YamlWriter.write(second);

    assertThat(YamlReader.read(Input.of("test", yaml)).stream().map(Document::root))
        .containsExactly(first, second)
        .inOrder();
  }

  @Property(tries = 1000)
  void string_isTheSameForYaml12(@ForAll("strings") String text) {
    Object read = new Load(YAML_1_2).loadFromString(YamlWriter.write(everywhere(text)));

    assertThat(read).isEqualTo(everywhere(text).toJava());
  }

  @Property(tries = 1000)
  void string_isTheSameForFabric8(@ForAll("strings") String text) {
    Map<?, ?> read = Serialization.unmarshal(YamlWriter.write(everywhere(text)), Map.class);

    assertThat(read).isEqualTo(everywhere(text).toJava());
  }

  @Property(tries = 1000)
  void inline_staysOnItsLine(@ForAll("strings") String text) {
    String inline = YamlWriter.inline(text);

    assertThat(inline).doesNotContainMatch("[\n\r]");
    assertThat(read("a: " + inline + " # comment\n")).isEqualTo(Mapping.of("a", text));
  }

  @Property(tries = 200)
  void written_hasNoTrailingBlanks(@ForAll("mappings") Mapping mapping) {
    assertThat(YamlWriter.write(mapping)).doesNotContainMatch("[ \t]\n");
  }

  @Provide
  Arbitrary<Integer> indents() {
    return Arbitraries.integers().between(1, 6);
  }

  @Property(tries = 200)
  void literal_isTheSameAtAnyDepth(@ForAll("strings") String text, @ForAll("indents") int levels) {
    Tree tree = Scalar.of(text);
    for (int i = 0; i < levels; i++) {
      tree = i % 2 == 0 ? Mapping.of("k", tree) : Sequence.of(tree, tree);
    }

    assertThat(read(YamlWriter.write(tree))).isEqualTo(tree);
  }

  /** The string in each place where a string may stand. */
  private static Mapping everywhere(String text) {
    return Mapping.builder()
        .put("a", text)
        .put("b", Mapping.of(text, text))
        .put(
            "c", Sequence.of(Scalar.of(text), Mapping.of(text, text), Sequence.of(Scalar.of(text))))
        .put("d", text)
        .build();
  }

  private static Tree read(String yaml) {
    return YamlReader.read(Input.of("test", yaml)).get(0).root();
  }
}
