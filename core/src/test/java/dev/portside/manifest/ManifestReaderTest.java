package dev.portside.manifest;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.manifest.ManifestReader.Origin;
import dev.portside.platform.Platform;
import dev.portside.yaml.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestReaderTest {

  private static final String POD = "{apiVersion: v1, kind: Pod, metadata: {name: %s}}\n";

  private static Manifests read(String text, Origin origin) {
    ManifestReader reader = new ManifestReader("default");
    reader.read(Input.of("set.yaml", text), origin);
    return reader.manifests(Platform.today());
  }

  private static List<String> names(Manifests set) {
    return set.resources().stream().map(Resource::toString).toList();
  }

  private static List<String> problems(Manifests set) {
    return set.problems().stream().map(one -> one.kind() + " " + one.source()).toList();
  }

  @Test
  void jsonObjects_mayFollowOneAnother() {
    String text =
        """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "labels": {"x": "}{\\""}}}
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "b"}} {"apiVersion": "v1",
         "kind": "Pod", "metadata": {"name": "c"}}
        {"apiVersion":
        """;
    Manifests set = read(text, Origin.NAMED);

    assertThat(names(set)).containsExactly("Pod/default/a", "Pod/default/b", "Pod/default/c");
    assertThat(set.resources().get(2).source().toString()).isEqualTo("set.yaml:2:64");
    assertThat(set.problems()).hasSize(1);
    assertThat(set.problems().get(0).kind()).isEqualTo(Problem.Kind.UNREADABLE);
  }

  @Test
  void itemsOfATypedList_areOfItsKind() {
    Manifests set =
        read("{apiVersion: v1, kind: PodList, items: [{metadata: {name: a}}]}\n", Origin.NAMED);
    assertThat(names(set)).containsExactly("Pod/default/a");
    assertThat(set.workloads()).hasSize(1);

    assertThat(problems(read("{apiVersion: v1, kind: List, items: }\n", Origin.NAMED))).isEmpty();
  }

  @Test
  void template_inTheMiddleOfAValue() {
    String app =
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    id: x-{{ .Values.a }}\n";
    assertThat(problems(read(app, Origin.NAMED))).containsExactly("TEMPLATE set.yaml:6:11");
    assertThat(read(app, Origin.NAMED).resources()).isEmpty();

    String others = app.replace(".Values.a", "$labels.pod");
    assertThat(problems(read(others, Origin.NAMED))).isEmpty();
    String data =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: 'x {{ .Values.a }}'}\n";
    assertThat(problems(read(data, Origin.NAMED))).isEmpty();
    String text = app.replace("id: x", "id: |\n      x");
    assertThat(problems(read(text, Origin.NAMED))).isEmpty();
  }

  @Test
  void template_isWhereItsActionBegins() {
    assertThat(problems(read("{{- if .Values.on }}\napiVersion: v1\nkind: Pod\n", Origin.NAMED)))
        .containsExactly("TEMPLATE set.yaml:1:1");
    assertThat(
            problems(
                read(
                    "apiVersion: v1\nkind: Pod\nspec:\n  - port: {{ .Values.p }}\n", Origin.NAMED)))
        .containsExactly("TEMPLATE set.yaml:4:11");
  }

  @Test
  void byteOrderMark_isNoColumn() {
    Manifests set = read("\ufeff" + POD.formatted("a"), Origin.NAMED);
    assertThat(set.resources().get(0).source().toString()).isEqualTo("set.yaml:1:1");
  }

  @Test
  void walk_passesOverFilesOfTools(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n");
    Files.writeString(folder.resolve("a.yaml"), POD.formatted("a"));
    Files.writeString(folder.resolve("b.yaml"), "apiVersion: v1\nkind: Service\nspec: {}\n");
    ManifestReader reader = new ManifestReader("default");
    ManifestFiles.read(reader, folder, false);
    Manifests set = reader.manifests(Platform.today());

    assertThat(names(set)).containsExactly("Pod/default/a");
    assertThat(problems(set)).containsExactly("UNREADABLE " + folder.resolve("b.yaml") + ":1:1");
  }

  @Test
  void walk_goesOnBesideALoop(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.yaml"), POD.formatted("a"));
    Path below = Files.createDirectory(folder.resolve("below"));
    Files.createSymbolicLink(below.resolve("up"), folder);
    Files.createSymbolicLink(below.resolve("gone.yaml"), folder.resolve("nowhere.yaml"));
    Files.writeString(below.resolve("b.yaml"), POD.formatted("b"));
    ManifestReader reader = new ManifestReader("default");
    ManifestFiles.read(reader, folder, true);
    Manifests set = reader.manifests(Platform.today());

    assertThat(names(set)).containsExactly("Pod/default/a", "Pod/default/b").inOrder();
  }
}
