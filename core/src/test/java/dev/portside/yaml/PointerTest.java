package dev.portside.yaml;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PointerTest {

  @Provide
  Arbitrary<List<String>> segments() {
    return Arbitraries.strings().withChars("ab01~/ é").ofMaxLength(4).list().ofMaxSize(4);
  }

  @Property(tries = 500)
  void parse_ofText_isThePointer(@ForAll("segments") List<String> segments) {
    Pointer pointer = Pointer.of(segments.toArray(new String[0]));

    assertThat(Pointer.parse(pointer.toString())).isEqualTo(pointer);
    assertThat(Pointer.parse(pointer.toString()).segments()).isEqualTo(segments);
  }

  @Property(tries = 500)
  void parts(@ForAll("segments") List<String> above, @ForAll("segments") List<String> below) {
    Pointer first = Pointer.of(above.toArray(new String[0]));
    Pointer second = Pointer.of(below.toArray(new String[0]));

    assertThat(first.resolve(second).toString()).isEqualTo(first + second.toString());
    assertThat(first.child("a/b").parent()).isEqualTo(first);
    assertThat(first.child("a/b").last()).isEqualTo("a/b");
    assertThat(first.compareTo(second) == 0).isEqualTo(first.equals(second));
  }

  @Test
  void text_escapes() {
    assertThat(Pointer.of("dapr.io/app-id", "~1", "").toString())
        .isEqualTo("/dapr.io~1app-id/~01/");
    assertThat(Pointer.parse("/a~1b/~01/").segments()).containsExactly("a/b", "~1", "").inOrder();
  }

  @Test
  void root() {
    assertThat(Pointer.parse("")).isEqualTo(Pointer.root());
    assertThat(Pointer.root().parent()).isEqualTo(Pointer.root());
    assertThat(Pointer.root().last()).isEmpty();
    assertThat(Pointer.root().child(3).toString()).isEqualTo("/3");
  }

  @Test
  void parse_withoutSlash() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Pointer.parse("spec"));

    assertThat(e).hasMessageThat().isEqualTo("pointer \"spec\": must begin with /");
  }
}
