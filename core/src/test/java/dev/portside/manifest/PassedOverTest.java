package dev.portside.manifest;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.manifest.ManifestReader.Origin;
import dev.portside.platform.Platform;
import dev.portside.yaml.Input;
import dev.portside.yaml.Pointer;
import org.junit.jupiter.api.Test;

/** Of some kinds only the head is read. */
class PassedOverTest {

  private static final String HEAD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: things.example.com
        labels: {a: b}
      """;

  private static final String CRD = HEAD + "spec:\n  group: example.com\n";

  /** The bracket is never closed: what reads it fails. */
  private static final String BROKEN = "spec:\n  names: [\n";

  @Test
  void body_isNotRead() {
    Manifests set = read(HEAD + BROKEN);
    assertThat(set.problems()).isEmpty();
    assertThat(set.resources()).hasSize(1);
    assertThat(set.resources().get(0).name()).isEqualTo("things.example.com");
    assertThat(set.resources().get(0).labels().text("a")).isEqualTo("b");
  }

  @Test
  void body_isThereWhenAskedFor() {
    Resource resource = read("---\n" + CRD + "---\n" + CRD).resources().get(1);
    assertThat(resource.tree().mapping("spec").text("group")).isEqualTo("example.com");
    assertThat(resource.source(Pointer.of("spec", "group")).position().line()).isEqualTo(16);
  }

  @Test
  void status_isPartOfTheBody() {
    assertThat(read(HEAD + BROKEN + "status: {}\n# end\n").problems()).isEmpty();
  }

  @Test
  void headBehindTheBody_isRead() {
    String kindLast = "spec: {}\n" + HEAD;
    assertThat(read(kindLast).resources()).hasSize(1);
    assertThat(read(HEAD + BROKEN + "extra: 1\n").problems()).hasSize(1);
  }

  @Test
  void lineInsideAText_isNoBody() {
    String text = HEAD.replace("{a: b}", "{a: \"b\nspec:\n\"}") + "spec: {}\n";
    Manifests set = read(text);
    assertThat(set.problems()).isEmpty();
    assertThat(set.resources().get(0).tree().keys()).containsNoDuplicates();
  }

  @Test
  void otherGroup_isRead() {
    String other = HEAD.replace("apiextensions.k8s.io", "example.com");
    assertThat(read(other + BROKEN).problems()).hasSize(1);
  }

  @Test
  void template_isTold() {
    Manifests set = read(HEAD + "spec:\n{{ if .Values.on }}\n  a: b\n{{ end }}\n");
    assertThat(set.problems()).hasSize(1);
    assertThat(set.problems().get(0).kind()).isEqualTo(Problem.Kind.TEMPLATE);
  }

  @Test
  void missingName_isTold() {
    assertThat(read(CRD.replace("name:", "nam:")).problems()).hasSize(1);
  }

  private static Manifests read(String text) {
    ManifestReader reader = new ManifestReader("default");
    reader.read(Input.of("crds.yaml", text), Origin.NAMED);
    return reader.manifests(Platform.today());
  }
}
