package dev.portside.manifest;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {

  @Test
  void label() {
    for (String name : List.of("a", "0", "a-b", "a".repeat(63), "1-2")) {
      assertWithMessage(name).that(Names.label("name", name)).isEqualTo(name);
    }
    for (String name : List.of("", "-", "-a", "a-", "A", "a_b", "a.b", "ä", "a".repeat(64))) {
      assertWithMessage(name).that(Names.isLabel(name)).isFalse();
    }
  }

  @Test
  void port() {
    assertThat(Names.port("port", 1)).isEqualTo(1);
    assertThat(Names.port("port", 65535)).isEqualTo(65535);
    for (int port : new int[] {0, -1, 65536}) {
      Exception e =
          assertThrows(IllegalArgumentException.class, () -> Names.port("app port", port));
      assertThat(e).hasMessageThat().isEqualTo("app port " + port + ": must be 1 to 65535");
    }
  }

  @Test
  void text() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Names.text("host", " \t"));

    assertThat(Names.text("host", " a")).isEqualTo(" a");
    assertThat(e).hasMessageThat().isEqualTo("host \" \t\": must not be blank");
  }
}
