package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.portside.Portside;
import dev.portside.check.CheckOptions;
import dev.portside.check.Finding;
import dev.portside.check.Strategy;
import dev.portside.manifest.Manifests;
import dev.portside.platform.Platform;
import dev.portside.platform.PlatformFile;
import dev.portside.yaml.Input;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real repositories as they are: every folder is checked in every world, and no rule fails. */
@Tag("slow")
class CorpusTest {

  /** The worlds in which each folder is checked. */
  enum World {
    TODAY(Platform.today(), Strategy.EXCLUDE),
    INJECTED(injecting(), Strategy.EXCLUDE),
    TOLERANT(injecting(), Strategy.TOLERATE),
    OF_2020(Platform.profile("kyma-2020"), Strategy.EXCLUDE);

    private final Platform platform;
    private final CheckOptions options;

    World(Platform platform, Strategy strategy) {
      this.platform = platform;
      this.options = CheckOptions.defaults().with(strategy);
    }

    private static Platform injecting() {
      return PlatformFile.read(Input.of("platform.yaml", "istio: {injectsByDefault: true}"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void check_ofEveryFolder_hasNoInternalError(World world) throws IOException {
    Optional<Path> corpus = Beside.file("shared/corpus");
    assumeTrue(corpus.isPresent(), "no shared/corpus beside the checkout: not checked");
    List<Path> folders = folders(corpus.orElseThrow());
    assertThat(folders).isNotEmpty();
    List<String> failed = new ArrayList<>();
    int findings = 0;
    for (Path folder : folders) {
      Manifests set = Portside.read(folder).on(world.platform);
      for (Finding finding : Portside.check(set, world.options)) {
        findings++;
        if (finding.rule().id().equals("internal-error")) {
          failed.add(folder + ": " + finding);
        }
      }
    }
    System.out.printf("%s: %d folders, %d findings%n", world, folders.size(), findings);
    assertWithMessage("findings of all folders").that(findings).isGreaterThan(0);
    assertThat(failed).isEmpty();
  }

  /** Every folder that holds a manifest itself, and each repository as a whole. */
  private static List<Path> folders(Path corpus) throws IOException {
    try (Stream<Path> all = Files.walk(corpus)) {
      return all.filter(Files::isDirectory)
          .filter(folder -> !folder.equals(corpus))
          .filter(folder -> folder.getParent().equals(corpus) || holdsYaml(folder))
          .sorted()
          .toList();
    }
  }

  private static boolean holdsYaml(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().matches(".*\\.ya?ml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
