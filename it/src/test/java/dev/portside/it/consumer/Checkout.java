package dev.portside.it.consumer;

import dev.portside.Portside;
import dev.portside.dapr.DaprApp;
import dev.portside.istio.IstioNamespace;
import dev.portside.kyma.KymaApiRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Installs the published libraries as a release would be: by their poms, with the classes that this
 * test itself runs on. A copy is built, since the reactor around this test works in its own
 * folders.
 */
final class Checkout {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** A class of each library that consumers add, by the folder of its module. */
  private static final Map<String, Class<?>> LIBRARIES = new LinkedHashMap<>();

  static {
    LIBRARIES.put("core", Portside.class);
    LIBRARIES.put("dapr-dsl", DaprApp.class);
    LIBRARIES.put("istio-dsl", IstioNamespace.class);
    LIBRARIES.put("kyma-dsl", KymaApiRule.class);
  }

  private Checkout() {}

  static String readme() throws IOException {
    return Files.readString(ROOT.resolve("README.md"));
  }

  /** Installs the libraries and their BOM into Maven's repository, out of a copy in that folder. */
  static void install(Maven maven, Path copy)
      throws IOException, InterruptedException, URISyntaxException {
    for (String file : List.of("pom.xml", "LICENSE", "NOTICE")) {
      copyFile(ROOT.resolve(file), copy.resolve(file));
    }
    copyAll(ROOT.resolve(".mvn"), copy.resolve(".mvn"));
    try (Stream<Path> folders = Files.list(ROOT)) {
      for (Path pom : folders.map(folder -> folder.resolve("pom.xml")).toList()) {
        if (Files.exists(pom)) {
          copyFile(pom, copy.resolve(ROOT.relativize(pom).toString()));
        }
      }
    }
    for (Map.Entry<String, Class<?>> library : LIBRARIES.entrySet()) {
      copyClasses(library.getValue(), copy.resolve(library.getKey()).resolve("target/classes"));
    }
    List<String> goals = new ArrayList<>();
    goals.addAll(List.of("-pl", "bom," + String.join(",", LIBRARIES.keySet()), "-am"));
    goals.addAll(List.of("-Dmaven.main.skip", "-Dmaven.test.skip", "-Dmaven.source.skip"));
    // Not the phase "install": javadoc and formatter would be asked for only to be skipped.
    goals.addAll(List.of("package", "install:install"));
    maven.run(copy, Path.of(System.getProperty("java.home")), goals.toArray(String[]::new));
  }

  /** Classes are a folder, or a jar once the reactor has packaged them. */
  private static void copyClasses(Class<?> type, Path target)
      throws IOException, URISyntaxException {
    Path source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(source)) {
      copyAll(source, target);
      return;
    }
    try (FileSystem jar =
        FileSystems.newFileSystem(URI.create("jar:" + source.toUri()), Map.of())) {
      copyAll(jar.getPath("/"), target);
    }
    // What the build puts into the jar only, and is to put there again.
    Files.delete(target.resolve("META-INF/MANIFEST.MF"));
  }

  private static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> copyFile(file, to.resolve(from.relativize(file).toString())));
    }
  }

  private static void copyFile(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
