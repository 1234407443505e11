package dev.portside.it.consumer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Maven project that has what the README says is to be added. */
record ConsumerProject(Maven maven, Path folder) {

  static final String DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:";

  private static final Pattern XML = Pattern.compile("(?s)```xml\\n(.*?)```");

  /** The plugins' versions are the checkout's, so that they are there already. */
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>newcomer</groupId>
        <artifactId>newcomer</artifactId>
        <version>1</version>
        <properties>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
      %s
        <build>
          <pluginManagement>
            <plugins>
              <plugin>
                <artifactId>maven-resources-plugin</artifactId>
                <version>3.5.0</version>
              </plugin>
              <plugin>
                <artifactId>maven-compiler-plugin</artifactId>
                <version>3.16.0</version>
              </plugin>
            </plugins>
          </pluginManagement>
        </build>
      </project>
      """;

  /** Returns the elements of a pom that the README shows. */
  static String coordinates() throws IOException {
    Matcher block = XML.matcher(Checkout.readme());
    if (!block.find()) {
      throw new IllegalStateException("no XML in the README");
    }
    return block.group(1);
  }

  static ConsumerProject in(Path folder, Maven maven) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("pom.xml"), POM.formatted(coordinates()));
    return new ConsumerProject(maven, folder);
  }

  /** Runs goals, and returns the jars that the project runs with. */
  List<Path> jars(Path javaHome, String... goals) throws IOException, InterruptedException {
    Path file = folder.resolve("target").resolve("jars.txt");
    List<String> all = new ArrayList<>(List.of(goals));
    all.add(DEPENDENCY_PLUGIN + "build-classpath");
    all.add("-DincludeScope=runtime");
    all.add("-Dmdep.outputFile=" + file);
    maven.run(folder, javaHome, all.toArray(String[]::new));
    return Arrays.stream(Files.readString(file).strip().split(File.pathSeparator, -1))
        .map(Path::of)
        .toList();
  }
}
