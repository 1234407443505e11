package dev.portside.platform;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class VersionTest {

  @Provide
  Arbitrary<Version> versions() {
    return Arbitraries.of(0, 1, 2, 9, 10)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(list -> list.stream().map(String::valueOf).collect(Collectors.joining(".")))
        .map(Version::of);
  }

  @Property(tries = 1000)
  void order_isTotal(
      @ForAll("versions") Version a, @ForAll("versions") Version b, @ForAll("versions") Version c) {
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
    assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
    assertThat(a.isAtLeast(b)).isEqualTo(a.compareTo(b) >= 0);
    if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
      assertThat(a.compareTo(c)).isAtMost(0);
    }
    if (a.equals(b)) {
      assertThat(a.hashCode()).isEqualTo(b.hashCode());
      assertThat(Integer.signum(a.compareTo(c))).isEqualTo(Integer.signum(b.compareTo(c)));
    }
  }

  @Test
  void order_isByNumber() {
    List<String> ascending = List.of("0.8", "1", "1.2", "1.9.9", "1.10", "1.18.3", "v2");

    for (int i = 1; i < ascending.size(); i++) {
      Version earlier = Version.of(ascending.get(i - 1));
      assertWithMessage(ascending.get(i)).that(Version.of(ascending.get(i))).isGreaterThan(earlier);
    }
  }

  @Test
  void equal_whateverTheSpelling() {
    for (String same : new String[] {"v1.18", "1.18.0", "1.18-rc.1", "1.18.0+build.5", "01.18"}) {
      assertWithMessage(same).that(Version.of(same)).isEqualTo(Version.of("1.18"));
      assertWithMessage(same)
          .that(Version.of(same).hashCode())
          .isEqualTo(Version.of("1.18").hashCode());
      assertThat(Version.of(same).toString()).isEqualTo(same);
    }
    assertThat(Version.of("1.18")).isNotEqualTo(Version.of("1.18.1"));
  }

  @Test
  void wrong_isNamedWithTheForm() {
    for (String wrong :
        new String[] {
          "", "v", "latest", "1.", ".1", "1..2", "1.x", "-1", "1 .2", "1.1234567890", "vv1"
        }) {
      Exception e = assertThrows(IllegalArgumentException.class, () -> Version.of(wrong), wrong);
      assertThat(e)
          .hasMessageThat()
          .isEqualTo("version \"" + wrong + "\": must be numbers separated by dots, such as 1.18");
    }
  }
}
