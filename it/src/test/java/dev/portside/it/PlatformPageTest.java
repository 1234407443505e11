package dev.portside.it;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.portside.istio.mesh.IstioMesh;
import dev.portside.platform.Platform;
import dev.portside.platform.PlatformFile;
import dev.portside.yaml.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about platform files says what the reader takes, all of it. */
class PlatformPageTest {

  private static String page() throws IOException {
    return Files.readString(Path.of("..", "docs", "platform.md"));
  }

  private static Platform read(String yaml) {
    return PlatformFile.read(Input.of("platform.yaml", yaml));
  }

  private static String problem(String yaml) {
    return assertThrows(IllegalArgumentException.class, () -> read(yaml)).getMessage();
  }

  @Test
  void example_isAPlatform() throws IOException {
    Matcher block = Pattern.compile("(?s)```yaml\\n(.*?)```").matcher(page());

    assertThat(block.find()).isTrue();
    Platform platform = read(block.group(1));
    assertThat(platform.get(IstioMesh.SECTION).outboundPolicy())
        .isEqualTo(IstioMesh.OutboundPolicy.REGISTRY_ONLY);
    assertThat(platform.namespaceLabels("dapr-system")).isPresent();
  }

  @Test
  void page_namesEverySetting() throws IOException {
    String page = page();
    for (String section : List.of("dapr", "istio", "kyma", "cluster")) {
      String message = problem(section + ":\n  nosuch: 1\n");
      String known = message.substring(message.indexOf("known are ") + "known are ".length());
      for (String key : known.split(", ", -1)) {
        assertWithMessage("the page").that(page).contains("`" + section + "." + key + "`");
      }
    }
  }

  @Test
  void wrong_isRefusedWithItsPlace() {
    assertThat(problem("istio:\n  nosuch: 1\n"))
        .startsWith("platform.yaml:2:3: istio.nosuch: unknown; known are");
    assertThat(problem("istio:\n  autoMtls: perhaps\n"))
        .isEqualTo("platform.yaml:2:3: istio.autoMtls: must be true or false");
    assertThat(problem("linkerd: {}\n")).startsWith("platform.yaml:1:1: linkerd: unknown section");
    assertThat(problem("profile: kyma-2021\n"))
        .isEqualTo(
            "platform.yaml:1:10: profile \"kyma-2021\": unknown; known are kyma-2020, today");
    assertThat(problem("cluster: {dataplane: magic}\n"))
        .startsWith("platform.yaml:1:22: dataplane");
  }

  @Test
  void file_leavesTheRestToItsProfile() {
    Platform platform = read("profile: kyma-2020\nistio:\n  autoMtls: true\n");

    assertThat(platform.get(IstioMesh.SECTION).autoMtls()).isTrue();
    assertThat(platform.get(IstioMesh.SECTION).version().toString()).isEqualTo("1.4.7");
  }
}
