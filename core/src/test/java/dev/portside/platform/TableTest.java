package dev.portside.platform;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  private static final List<Table.Row> ROWS = Table.read(TableTest.class, "table.txt");

  @Test
  void cells_areTrimmed() {
    assertThat(ROWS.stream().map(row -> row.get("name"))).containsExactly("a", "b", "c").inOrder();
    assertThat(ROWS.get(0).get("since")).isEqualTo("1.2");
    assertThat(ROWS.get(0).get("until")).isEmpty();
  }

  @Test
  void holdsAt_isFromSinceToBeforeUntil() {
    assertThat(holding("1.1")).containsExactly("b");
    assertThat(holding("1.2")).containsExactly("a", "c").inOrder();
    assertThat(holding("1.3.9")).containsExactly("a", "c").inOrder();
    assertThat(holding("1.4")).containsExactly("a");
  }

  private static List<String> holding(String version) {
    return ROWS.stream()
        .filter(row -> row.holdsAt(Version.of(version)))
        .map(row -> row.get("name"))
        .toList();
  }

  @Test
  void column_unknown() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> ROWS.get(0).get("nmae"));

    assertThat(e).hasMessageThat().isEqualTo("no column nmae in [name, since, until]");
  }

  @Test
  void row_ragged() {
    Exception e =
        assertThrows(
            IllegalStateException.class, () -> Table.read(TableTest.class, "table-ragged.txt"));

    assertThat(e).hasMessageThat().isEqualTo("table-ragged.txt: not 2 cells: a|1|2");
  }

  @Test
  void file_missing() {
    Exception e =
        assertThrows(IllegalStateException.class, () -> Table.read(TableTest.class, "none.txt"));

    assertThat(e).hasMessageThat().isEqualTo("no none.txt beside dev.portside.platform.TableTest");
  }
}
