package dev.portside.benchmarks;

import static com.google.common.truth.Truth.assertThat;

import dev.portside.examples.Recipe;
import dev.portside.yaml.Input;
import dev.portside.yaml.YamlReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeBenchmarkTest {

  private final RecipeBenchmark benchmark = new RecipeBenchmark();

  @Test
  void fabric8_saysTheSame() {
    assertThat(parsed(benchmark.fabric8()))
        .containsExactlyElementsIn(parsed(benchmark.portside()))
        .inOrder();
  }

  @Test
  void portside_isTheRecipe() {
    assertThat(benchmark.portside()).isEqualTo(Recipe.today().toYaml());
  }

  @Test
  void stages_makeTheWhole() {
    assertThat(benchmark.derive().toYaml()).isEqualTo(benchmark.portside());
    assertThat(benchmark.write()).isEqualTo(benchmark.portside());
    assertThat(benchmark.build().toYaml()).isNotEqualTo(benchmark.portside());
    assertThat(benchmark.check()).isEmpty();
  }

  /** As plain Java values, in which the order of keys does not count. */
  private static List<Object> parsed(String yaml) {
    return YamlReader.read(Input.of("yaml", yaml)).stream()
        .<Object>map(document -> document.root().toJava())
        .toList();
  }
}
