package dev.portside.yaml;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.api.Test;

class InputTest {

  @Test
  void position_ofEveryOffset() {
    Input input = Input.of("a", "ab\n\nc\r\nd");

    assertThat(input.position(0)).isEqualTo(new Position(1, 1));
    assertThat(input.position(2)).isEqualTo(new Position(1, 3));
    assertThat(input.position(3)).isEqualTo(new Position(2, 1));
    assertThat(input.position(4)).isEqualTo(new Position(3, 1));
    assertThat(input.position(7)).isEqualTo(new Position(4, 1));
    assertThat(input.position(8)).isEqualTo(new Position(4, 2));
  }

  @Test
  void line_hasNoEnd() {
    Input input = Input.of("a", "ab\n\nc\r\nd");

    assertThat(input.line(1)).isEqualTo("ab");
    assertThat(input.line(2)).isEmpty();
    assertThat(input.line(3)).isEqualTo("c");
    assertThat(input.line(4)).isEqualTo("d");
  }

  @Test
  void position_inEachOfManyLines() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      text.append("line ").append(i).append(i % 3 == 0 ? "\r\n" : "\n");
    }
    Input input = Input.of("a", text.toString());

    for (int i = 0; i < 100; i++) {
      assertThat(input.position(text.indexOf("line " + i))).isEqualTo(new Position(i + 1, 1));
      assertThat(input.position(text.indexOf("line " + i) + 5)).isEqualTo(new Position(i + 1, 6));
      assertThat(input.line(i + 1)).isEqualTo("line " + i);
    }
    assertThat(input.position(text.length())).isEqualTo(new Position(101, 1));
  }

  @Test
  void position_ofManyLines() {
    Input input = Input.of("a", "x\n".repeat(1000));

    assertThat(input.position(1998)).isEqualTo(new Position(1000, 1));
    assertThat(input.line(1000)).isEqualTo("x");
    assertThat(input.line(1001)).isEmpty();
  }

  @Test
  void toString_isTheName() {
    assertThat(Input.of("k8s/app.yaml", "").toString()).isEqualTo("k8s/app.yaml");
    assertThat(new Position(3, 7).toString()).isEqualTo("3:7");
  }
}
