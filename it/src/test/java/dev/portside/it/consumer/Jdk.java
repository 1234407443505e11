package dev.portside.it.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JDK of this machine: that which runs the test, that of JAVA_HOME, those of /usr/lib/jvm. */
record Jdk(int feature, Path home) {

  /** Which of them is wanted. */
  enum Choice {
    OLDEST("JDK 17, the oldest that Portside runs on"),
    NEWEST("a JDK newer than 17");

    private final String words;

    Choice(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private static final int BASELINE = 17;
  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

  static Optional<Jdk> find(Choice choice) throws IOException {
    Stream<Jdk> found = all().stream();
    return switch (choice) {
      case OLDEST -> found.filter(jdk -> jdk.feature == BASELINE).findFirst();
      case NEWEST ->
          found
              .filter(jdk -> jdk.feature > BASELINE)
              .max(Comparator.comparingInt(jdk -> jdk.feature));
    };
  }

  private static List<Jdk> all() throws IOException {
    Path installed = Path.of("/usr/lib/jvm");
    try (Stream<Path> homes =
        Files.isDirectory(installed) ? Files.list(installed) : Stream.<Path>empty()) {
      return Stream.concat(
              Stream.concat(
                  Stream.of(Path.of(System.getProperty("java.home"))),
                  Stream.ofNullable(System.getenv("JAVA_HOME")).map(Path::of)),
              homes)
          .flatMap(home -> read(home).stream())
          .toList();
    }
  }

  private static Optional<Jdk> read(Path home) {
    Path release = home.resolve("release");
    if (!Files.exists(home.resolve(Path.of("bin", "javac"))) || !Files.exists(release)) {
      return Optional.empty();
    }
    try {
      Matcher version = VERSION.matcher(Files.readString(release));
      return version.find()
          ? Optional.of(new Jdk(Integer.parseInt(version.group(1)), home))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
