package dev.portside.report;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.api.Test;

final class ColumnsTest {

  @Test
  void narrow() {
    assertThat(Columns.of("")).isEqualTo(0);
    assertThat(Columns.of("abc \u00e9 \u20ac\u2026")).isEqualTo(8);
    assertThat(Columns.of("\uff71\uffdc")).isEqualTo(2);
  }

  @Test
  void wide() {
    assertThat(Columns.of("\u65e5\u672c\u8a9e")).isEqualTo(6);
    assertThat(Columns.of("\ud55c\u3042\u30a2\uff21")).isEqualTo(8);
    assertThat(Columns.of("\uD83D\uDE00\u2705")).isEqualTo(4);
  }

  @Test
  void combining() {
    assertThat(Columns.of("e\u0301\u20dd")).isEqualTo(1);
  }

  @Test
  void caret_standsBelowWhatFollowsWideCharacters() {
    assertThat(Excerpt.of("\u65e5\u672c: x", 4)).isEqualTo(new Excerpt("\u65e5\u672c: x", 6));
    assertThat(Excerpt.of("e\u0301: x", 4)).isEqualTo(new Excerpt("e\u0301: x", 3));
    // A place within a pair is that of its character.
    assertThat(Excerpt.of("a\uD83D\uDE00", 2)).isEqualTo(new Excerpt("a\uD83D\uDE00", 1));
  }
}
