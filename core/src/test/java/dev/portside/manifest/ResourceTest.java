package dev.portside.manifest;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.yaml.Input;
import dev.portside.yaml.Mapping;
import dev.portside.yaml.Pointer;
import dev.portside.yaml.Position;
import dev.portside.yaml.YamlReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceTest {

  private static final String TWO =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: a}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: b
        labels: {ü: 😀, x: y}
      spec:
        template:
          spec:
            containers:
            - name: one
            - image: two
              ports: [{containerPort: 80}, {containerPort: 443}]
      """;

  @ParameterizedTest
  @CsvSource({
    "'', 5, 1",
    "/kind, 6, 1",
    "/metadata/labels, 9, 3",
    "/metadata/labels/ü, 9, 12",
    "/metadata/labels/x, 9, 19",
    "/metadata/labels/none, 9, 3",
    "/metadata/annotations/a, 7, 1",
    "/spec/template/spec/containers/0, 14, 9",
    "/spec/template/spec/containers/1/image, 15, 9",
    "/spec/template/spec/containers/1/ports/1/containerPort, 16, 39",
    "/spec/template/spec/containers/7/image, 13, 7",
    "/status, 5, 1"
  })
  void source_isTheKeyOrTheNearestAbove(String field, int line, int column) {
    Resource resource = Sets.read(TWO).resources().get(1);

    assertThat(resource.source(Pointer.parse(field)))
        .isEqualTo(new Source("test.yaml", 1, new Position(line, column)));
  }

  @Test
  void source_ofAnEditedField_isTheNearestAbove() {
    Resource resource = Sets.read(TWO).resources().get(1);
    Pointer field = Pointer.parse("/metadata/annotations/a");
    Edit edit =
        new Edit.AddToList(resource.target(), field, Edit.ListForm.COMMAS, List.of("1"), true);
    Resource changed = Edit.apply(resource, List.of(edit));

    assertThat(changed.source(field).toString()).isEqualTo("test.yaml:7:1");
    assertThat(changed.source(Pointer.parse("/spec")).toString()).isEqualTo("test.yaml:10:1");
  }

  @Test
  void source_ofCode() {
    Mapping tree = Sets.read(TWO).resources().get(1).tree();
    Resource made = Resource.made("Maker b", 3, tree, "shop");

    assertThat(made.source()).isEqualTo(new Source("Maker b", 3, null));
    assertThat(made.source(Pointer.parse("/metadata/labels/x")).toString()).isEqualTo("Maker b");
    assertThat(made.text()).isNull();
  }

  @Test
  void source_order() {
    Source early = new Source("a", 0, new Position(2, 9));

    assertThat(early).isLessThan(new Source("a", 0, new Position(10, 1)));
    assertThat(early).isLessThan(new Source("a", 0, new Position(2, 10)));
    assertThat(early).isLessThan(new Source("a", 1, new Position(1, 1)));
    assertThat(early).isLessThan(new Source("b", 0, null));
  }

  @ParameterizedTest
  @CsvSource({
    "'{apiVersion: v1, kind: Pod, metadata: {name: a}}', Pod/shop/a",
    "'{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: }}', Pod/shop/a",
    "'{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: \"\"}}', Pod/shop/a",
    "'{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: other}}', Pod/other/a",
    "'{apiVersion: v1, kind: Pod, metadata: {generateName: a-}}', Pod/shop/a-",
    "'{apiVersion: v1, kind: Pod, metadata: {name: 0123}}', Pod/shop/0123",
    "'{apiVersion: v1, kind: Namespace, metadata: {name: a, namespace: x}}', Namespace/a",
    "'{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: a}}', StorageClass/a",
    "'{apiVersion: example.org/v1, kind: Namespace, metadata: {name: a}}', Namespace/shop/a",
    "'{apiVersion: example.org/v1, kind: Any, metadata: {name: a}}', Any/shop/a"
  })
  void ref(String yaml, String expected) {
    assertThat(Sets.resource(yaml).toString()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{kind: Pod, metadata: {name: a}}|test.yaml:1:1: it has no apiVersion",
        "{apiVersion: v1, metadata: {name: a}}|test.yaml:1:1: it has no kind",
        "{apiVersion: v1, kind: Pod}|test.yaml:1:1: Pod has no metadata.name",
        "{apiVersion: v1, kind: Pod, metadata: []}|test.yaml:1:1: Pod has no metadata.name",
        "- a|test.yaml:1:1: it is not a mapping",
        "text|test.yaml:1:1: it is not a mapping"
      })
  void incomplete(String yaml, String message) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Sets.read(yaml));

    assertThat(e).hasMessageThat().isEqualTo(message);
  }

  @Test
  void incomplete_saysWhere() {
    Input input = Input.of("k8s/a.yaml", "# c\n---\n  a: b\n");
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Resource.read(YamlReader.read(input).get(0), "shop"));

    assertThat(e).hasMessageThat().isEqualTo("k8s/a.yaml:3:3: it has no apiVersion");
  }

  @Test
  void is_anyVersionOfTheGroup() {
    Resource old =
        Sets.resource("{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: a}}");

    assertThat(old.is("apps", "Deployment")).isTrue();
    assertThat(old.is("", "Deployment")).isFalse();
    assertThat(Sets.read(TWO).resources().get(0).is("", "Service")).isTrue();
  }
}
