package dev.portside.yaml;

import static com.google.common.truth.Truth.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextEditorTest {

  private static TextEditor editor(String text) {
    return new TextEditor(text, YamlReader.read(Input.of("test.yaml", text)).get(0).root());
  }

  private static Optional<String> set(String text, String pointer, String value) {
    return editor(text).set(Pointer.parse(pointer), value).map(change -> change.applyTo(text));
  }

  private static Optional<String> remove(String text, String pointer) {
    return editor(text).remove(Pointer.parse(pointer)).map(change -> change.applyTo(text));
  }

  private static Optional<String> rename(String text, String pointer, String key) {
    return editor(text).rename(Pointer.parse(pointer), key).map(change -> change.applyTo(text));
  }

  @Test
  void set_keepsAnchorAndTag() {
    assertThat(set("a: &in \"80\" # c\nb: 1\n", "/a", "80,90"))
        .hasValue("a: &in \"80,90\" # c\nb: 1\n");
    assertThat(set("a: !!str '80'\n", "/a", "90")).hasValue("a: !!str '90'\n");
    assertThat(set("a: !!str 80\n", "/a", "90")).isEmpty();
  }

  @Test
  void set_leavesWhatAnAliasStandsFor() {
    String alias = "a: &x \"80\"\nb: *x\nc:\n- *x\n- &y 1\n- *y\n- *x\n";
    assertThat(set(alias, "/b", "90")).isEmpty();
    assertThat(set(alias, "/c/0", "90")).isEmpty();
    assertThat(set(alias, "/c/2", "90")).isEmpty();
    assertThat(set(alias, "/c/3", "90")).isEmpty();
    assertThat(set(alias, "/c/1", "90")).hasValue(alias.replace("&y 1", "&y \"90\""));
  }

  @Test
  void set_leavesWhatAMergeKeyStandsFor() {
    String merged = "a: &x\n  k: v\nb:\n  <<: *x\n  own: 1\nc: *x\n";
    assertThat(set(merged, "/b/k", "w")).isEmpty();
    assertThat(set(merged, "/c/k", "w")).isEmpty();
    assertThat(set(merged, "/c/new", "w")).isEmpty();
    assertThat(set(merged, "/a/k", "w")).hasValue(merged.replace("k: v", "k: w"));
    assertThat(set(merged, "/b/new", "w"))
        .hasValue(merged.replace("own: 1\n", "own: 1\n  new: w\n"));
  }

  @Test
  void insert_behindAnAlias() {
    String text = "first: &x 1\nmap:\n  a: *x\nlast: 2\n";
    assertThat(set(text, "/map/b", "c")).hasValue(text.replace("a: *x\n", "a: *x\n  b: c\n"));
  }

  @Test
  void insert_intoAnAnchoredFlowMapping() {
    assertThat(set("a: &x {b: c}\n", "/a/d", "e")).hasValue("a: &x {d: \"e\", b: c}\n");
  }

  @Test
  void remove_andRename_onlyWhatIsThere() {
    String text = "a: &x\n  k: v\n  l: w\nb:\n  <<: *x\n  own: 1\n  other: *x\n";
    assertThat(remove(text, "/b/k")).isEmpty();
    assertThat(rename(text, "/b/k", "z")).isEmpty();
    assertThat(remove(text, "/b/own")).hasValue(text.replace("  own: 1\n", ""));
    assertThat(rename(text, "/a/k", "z")).hasValue(text.replace("k: v", "z: v"));
    assertThat(remove("a: &x {b: 1, c: 2}\n", "/a/b")).isEmpty();
  }
}
