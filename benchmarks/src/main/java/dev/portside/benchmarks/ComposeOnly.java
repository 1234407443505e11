package dev.portside.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The yardstick of the command: composes the files below a folder with snakeyaml-engine, one
 * document after the other, and keeps none of them.
 */
public final class ComposeOnly {

  private ComposeOnly() {}

  /** Composes the files, and prints the number of their documents. */
  public static void main(String[] args) throws IOException {
    LoadSettings settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    int documents = 0;
    for (Path file : files(Path.of(args[0]))) {
      try (BufferedReader reader = Files.newBufferedReader(file)) {
        for (Node root : new Compose(settings).composeAllFromReader(reader)) {
          documents += root.getTag() == null ? 0 : 1;
        }
      }
    }
    System.out.println(documents);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
