package dev.portside.cli;

import static com.google.common.truth.Truth.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProgressTest {

  private final StringWriter screen = new StringWriter();

  @Test
  @Timeout(30)
  void longWork() throws Exception {
    try (Progress progress = Progress.begin(new PrintWriter(screen), Duration.ofMillis(20))) {
      progress.on("reading manifests");
      while (!screen.toString().contains("reading manifests … 0 s")) {
        Thread.sleep(10);
      }
      progress.on("checking 7 resources");
      while (!screen.toString().contains("checking 7 resources … ")) {
        Thread.sleep(10);
      }
    }
    assertThat(screen.toString()).endsWith("\r\u001b[K");
    assertThat(screen.toString()).doesNotContain("\n");
  }

  @Test
  void shortWork() {
    try (Progress progress = Progress.begin(new PrintWriter(screen), Duration.ofMinutes(1))) {
      progress.on("reading manifests");
    }
    assertThat(screen.toString()).isEmpty();
  }

  @Test
  void noTerminal() throws Exception {
    try (Progress progress = Progress.begin(new PrintWriter(screen))) {
      progress.on("reading manifests");
      Thread.sleep(1_300);
    }
    assertThat(screen.toString()).isEmpty();
  }
}
