package dev.portside.check;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldTableTest {

  private static FieldTable sample() {
    return FieldTable.of(FieldTableTest.class, "fields-sample.txt", List.of("example.com", ""));
  }

  @Test
  void groups() {
    assertThat(sample().groups()).containsExactly("example.com", "");
  }

  @Test
  void type_ofKindAndVersion() {
    assertThat(sample().type("example.com/v1", "Shop").names())
        .containsExactly("apiVersion", "kind", "metadata", "shelves");
    assertThat(sample().type("example.com/v2", "Shop").names()).containsExactly("shelf");
    assertThat(sample().type("v1", "Till").names()).containsExactly("kind");
  }

  @Test
  void type_unknown() {
    assertThat(sample().type("example.com/v3", "Shop")).isNull();
    assertThat(sample().type("example.com/v1", "Till")).isNull();
    assertThat(sample().type("v1", "Shelf")).isNull();
  }

  @Test
  void field_open() {
    FieldType shop = sample().type("example.com/v1", "Shop");

    assertThat(shop.get("metadata")).isSameInstanceAs(FieldType.OPEN);
    assertThat(shop.get("Metadata")).isNull();
    assertThat(shop.get("*")).isNull();
  }

  @Test
  void field_anyKey() {
    FieldType shelves = sample().type("example.com/v1", "Shop").get("shelves");

    assertThat(shelves.get("left").names()).containsExactly("name");
    assertThat(shelves.get("top").names()).containsExactly("kind");
    assertThat(shelves.names("left")).isFalse();
    assertThat(shelves.names()).containsExactly("top");
  }

  @Test
  void file_missing() {
    FieldTable table = FieldTable.of(FieldTableTest.class, "none.txt", List.of("example.com"));

    IllegalStateException missing =
        assertThrows(IllegalStateException.class, () -> table.type("example.com/v1", "Shop"));
    assertThat(missing).hasMessageThat().isEqualTo("no none.txt beside " + getClass().getName());
  }

  /** A kind of a group that the table does not name would never be asked for. */
  @Test
  void kubernetes_groups() {
    FieldTable kubernetes = ManifestUnknownField.kubernetes();

    assertThat(
            kubernetes.kinds().values().stream()
                .map(Map::keySet)
                .flatMap(versions -> versions.stream())
                .map(version -> version.replaceFirst("/?v\\d.*", ""))
                .distinct()
                .toList())
        .containsExactlyElementsIn(kubernetes.groups());
  }
}
