package dev.portside.report;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import org.junit.jupiter.api.Test;

final class ExcerptTest {

  private static final String DIGITS = "0123456789".repeat(1_000);

  @Test
  void shortLine_isWhole() {
    String line = DIGITS.substring(0, 120);
    for (int at : new int[] {0, 7, 119, 120}) {
      assertThat(Excerpt.of(line, at)).isEqualTo(new Excerpt(line, at));
    }
    assertThat(Excerpt.of("", 0)).isEqualTo(new Excerpt("", 0));
  }

  @Test
  void longLine_isCutOnBothSides() {
    Excerpt excerpt = Excerpt.of(DIGITS, 5_000);

    assertThat(excerpt.text()).hasLength(120);
    assertThat(excerpt.text()).startsWith("…");
    assertThat(excerpt.text()).endsWith("…");
    assertThat(excerpt.before()).isEqualTo(60);
    assertThat(excerpt.text().substring(60)).startsWith("0123");
  }

  @Test
  void longLine_isCutOnOneSideNearItsEnds() {
    assertThat(Excerpt.of(DIGITS, 3)).isEqualTo(new Excerpt(DIGITS.substring(0, 118) + "…", 3));
    assertThat(Excerpt.of(DIGITS, 10_000))
        .isEqualTo(new Excerpt("…" + DIGITS.substring(9_882), 119));
    assertThat(Excerpt.of(DIGITS.substring(0, 121), 121).text()).startsWith("…");
    assertThat(Excerpt.of(DIGITS.substring(0, 121), 0).text()).endsWith("…");
  }

  @Test
  void caret_staysUnderItsCharacter() {
    String line = "\uD83D\uDE00\u001bab".repeat(200);
    for (int at = 0; at < line.length(); at++) {
      Excerpt excerpt = Excerpt.of(line, at);
      char expected = line.charAt(at) == '\u001b' ? '\\' : line.charAt(at);

      assertWithMessage("at %s", at).that(excerpt.text().length()).isAtMost(120);
      if (expected == 'a' || expected == 'b' || expected == '\\') {
        assertWithMessage("at %s", at)
            .that(excerpt.text().charAt(excerpt.before()))
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void pair_staysWhole() {
    String line = "\uD83D\uDE00".repeat(1_000);
    for (int at = 0; at < line.length(); at += 2) {
      String text = Excerpt.of(line, at).text().replace("…", "").replace("\uD83D\uDE00", "");
      assertWithMessage("at %s", at).that(text).isEmpty();
    }
    assertThat(Excerpt.of("x" + line, 601).text()).doesNotContain("\\u");
  }
}
