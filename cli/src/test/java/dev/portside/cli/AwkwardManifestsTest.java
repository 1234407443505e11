package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the command says of manifests as people really write them. {@code -Dportside.golden=write}
 * writes the expected texts anew; each change to one is to be read by eye.
 */
final class AwkwardManifestsTest {

  private static final Path FOLDER = Path.of("src/test/resources/awkward");

  static List<Path> manifests() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void manifests_areMany() {
    assertThat(manifests().size()).isAtLeast(30);
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void manifest_readsAsExpected(Path file) throws IOException {
    Cli.Result result = Cli.runWithInput(Files.readAllBytes(file), "check", "-f", "-");
    String actual = "exit %d%n%n%s".formatted(result.code(), result.out()).replace("\r\n", "\n");
    Path golden = Path.of(file.toString().replaceFirst("\\.yaml$", ".txt"));
    if (System.getProperty("portside.golden", "").equals("write")) {
      Files.writeString(golden, actual);
    }

    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isIn(List.of(0, 1, 3));
    assertWithMessage(file.toString()).that(actual).isEqualTo(Files.readString(golden));
  }
}
