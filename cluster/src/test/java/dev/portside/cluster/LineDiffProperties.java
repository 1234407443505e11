package dev.portside.cluster;

import static com.google.common.truth.Truth.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class LineDiffProperties {

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.of("a", "b", "c", "- d", "  e").list().ofMaxSize(12);
  }

  @Property(tries = 2000)
  void fewestLines_inOrder(
      @ForAll("texts") List<String> before, @ForAll("texts") List<String> after) {
    List<String> lines = LineDiff.of(text(before), text(after)).lines().toList();

    int common = common(before, after);
    assertThat(of('-', lines)).hasSize(before.size() - common);
    assertThat(of('+', lines)).hasSize(after.size() - common);
    assertThat(common(of('-', lines), before)).isEqualTo(before.size() - common);
    assertThat(common(of('+', lines), after)).isEqualTo(after.size() - common);
  }

  @Test
  void same() {
    assertThat(LineDiff.of("a: 1\n", "a: 1\n")).isEmpty();
  }

  @Test
  void tooMuch_isOneAfterTheOther() {
    String before = "a: 1\n".repeat(3_000);
    String after = "b: 1\n".repeat(3_000);

    assertThat(LineDiff.of(before, after))
        .isEqualTo("- a: 1\n".repeat(3_000) + "+ b: 1\n".repeat(3_000));
  }

  private static List<String> of(char sign, List<String> lines) {
    return lines.stream()
        .filter(line -> line.charAt(0) == sign)
        .map(line -> line.substring(2))
        .toList();
  }

  private static String text(List<String> lines) {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  /** The length of the longest common subsequence, by the definition. */
  private static int common(List<String> one, List<String> other) {
    int[][] length = new int[one.size() + 1][other.size() + 1];
    for (int i = 1; i <= one.size(); i++) {
      for (int j = 1; j <= other.size(); j++) {
        length[i][j] =
            one.get(i - 1).equals(other.get(j - 1))
                ? length[i - 1][j - 1] + 1
                : Math.max(length[i - 1][j], length[i][j - 1]);
      }
    }
    return length[one.size()][other.size()];
  }
}
